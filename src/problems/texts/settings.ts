import * as l10n from '@vscode/l10n';
import type { ErrorCode } from '../../core/errors';
import { sentence } from '../../core/text';
import type { Explain, Facts } from '../problem';

/** What is wrong with the settings. */
export const settingsProblems = {
  profile_missing: ({ detail, text }) => {
    const what =
      detail.name === undefined
        ? l10n.t('There is no profile yet.')
        : l10n.t`There is no profile named “${text('name')}”.`;
    return detail.setting === undefined
      ? {
          what,
          why: l10n.t('A profile names the user pool and the app client to sign in to.'),
          next: l10n.t(
            'Add a profile: paste the pool’s id, its domain or the address of its sign-in page. Or start the local user pool, which comes with its own profile.',
          ),
          remedies: ['add_profile', 'start_local_pool'],
        }
      : {
          what,
          why: l10n.t`The setting ${text('setting')} refers to it.`,
          next: l10n.t('Correct or clear this setting, or select the active profile of this workspace.'),
          remedies: ['select_profile', 'open_settings'],
        };
  },
  profile_invalid: (facts) => ({
    what: l10n.t`The profile ${namedProfile(facts)} cannot be used.`,
    why: invalidReason(facts),
    next: l10n.t('Correct or remove it in the setting cognito.profiles.'),
    remedies: ['edit_profile', 'open_settings'],
  }),
  settings_unwritable: ({ detail, text }) =>
    detail.where === 'machine'
      ? {
          what: l10n.t('The user settings could not be changed.'),
          why: l10n.t`The settings of the remote machine define ${text('setting')}, so the editor would write there.`,
          next: l10n.t`Remove ${text('setting')} from the remote settings, or make the change in a window without this remote machine.`,
          remedies: ['open_settings'],
        }
      : {
          what:
            detail.where === 'workspace'
              ? l10n.t('The workspace settings could not be changed.')
              : l10n.t('The user settings could not be changed.'),
          why: l10n.t(
            'The editor rejected the change. The settings file may contain an error, have unsaved changes or be read-only.',
          ),
          next: l10n.t('Open the settings file, save or repair it, and try again.'),
          remedies: ['open_settings'],
        },
  client_secret_in_settings: (facts) => ({
    what: l10n.t`The profile ${namedProfile(facts)} cannot be used.`,
    why: l10n.t(
      'Its client secret is in the settings, which are plain text, may be synced, and belong to the repository in a workspace.',
    ),
    next: l10n.t('Remove clientSecret from the profile, then run Set Client Secret.'),
    remedies: ['edit_profile', 'set_client_secret'],
  }),
  local_pool_config: ({ text }) => ({
    what: l10n.t('The local user pool cannot start with these settings.'),
    why: sentence(text('reason', l10n.t('They could not be read'))),
    next: l10n.t(
      'Correct the settings cognito.localUserPool, or the file that cognito.localUserPool.configFile names.',
    ),
    remedies: ['open_settings'],
  }),
  trigger_missing: () => ({
    what: l10n.t('There is no trigger to try.'),
    why: l10n.t('The configuration of the local user pool names none.'),
    next: l10n.t(
      'Name a file of the workspace in triggers.preTokenGeneration.file of that configuration. Its path is in cognito.localUserPool.configFile.',
    ),
    remedies: ['open_settings'],
  }),
  trigger_untrusted: ({ text }) => ({
    what:
      text('name', '') === ''
        ? l10n.t('The trigger of the local user pool was not run.')
        : l10n.t`The trigger “${text('name')}” was not run.`,
    why: l10n.t('It is code of this workspace, and the workspace is not trusted.'),
    next: l10n.t('Trust the workspace, then try again.'),
    remedies: ['manage_trust'],
  }),
  trigger_unusable: ({ text }) => ({
    what:
      text('name', '') === ''
        ? l10n.t('The trigger of the local user pool cannot be run.')
        : l10n.t`The trigger “${text('name')}” cannot be run.`,
    why:
      text('reason', '') === 'elsewhere'
        ? l10n.t('Its file is not in a folder of this workspace.')
        : l10n.t('Its file does not exist.'),
    next: l10n.t(
      'Correct triggers.preTokenGeneration.file in the configuration of the local user pool. A relative path begins at the folder of that file.',
    ),
    remedies: ['open_settings'],
  }),
  local_pool_certificate: ({ text }) => ({
    what: l10n.t('The local user pool cannot start with https.'),
    why: sentence(text('reason', l10n.t('Its certificate could not be read'))),
    next: l10n.t(
      'Correct cognito.localUserPool.certificateFile and cognito.localUserPool.keyFile, or clear both: then a certificate is made.',
    ),
    remedies: ['open_settings'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

/** The profile that the error names, or else the one that the problem is about. */
function namedProfile({ detail, profile, text }: Facts): string {
  return detail.name === undefined ? profile : l10n.t`“${text('name')}”`;
}

/** The reason is a clause about a field or about the whole entry, as in “is missing”, or a sentence of its own. */
function invalidReason({ text }: Facts): string {
  const field = text('field', '');
  const reason = text('reason', l10n.t('is not valid'));
  if (field !== '') return sentence(l10n.t`Its ${field} ${reason}`);
  return sentence(reason) === reason ? l10n.t`The reason: ${reason}` : sentence(l10n.t`It ${reason}`);
}
