import type { ErrorCode } from '../../core/errors';
import { sentence } from '../../core/text';
import type { Explain, Facts } from '../problem';

/** What is wrong with the settings. */
export const settingsProblems = {
  profile_missing: ({ detail, text }) => {
    const what =
      detail.name === undefined ? 'There is no profile yet.' : `There is no profile named “${text('name')}”.`;
    return detail.setting === undefined
      ? {
          what,
          why: 'A profile names the user pool and the app client to sign in to.',
          next: 'Add a profile: paste the pool’s id, its domain or the address of its sign-in page. Or start the local user pool, which comes with its own profile.',
          remedies: ['add_profile', 'start_local_pool'],
        }
      : {
          what,
          why: `The setting ${text('setting')} refers to it.`,
          next: 'Correct or clear this setting, or select the active profile of this workspace.',
          remedies: ['select_profile', 'open_settings'],
        };
  },
  profile_invalid: (facts) => ({
    what: `The profile ${namedProfile(facts)} cannot be used.`,
    why: invalidReason(facts),
    next: 'Correct or remove it in the setting cognito.profiles.',
    remedies: ['edit_profile', 'open_settings'],
  }),
  settings_unwritable: ({ detail, text }) =>
    detail.where === 'machine'
      ? {
          what: 'The user settings could not be changed.',
          why: `The settings of the remote machine define ${text('setting')}, so the editor would write there.`,
          next: `Remove ${text('setting')} from the remote settings, or make the change in a window without this remote machine.`,
          remedies: ['open_settings'],
        }
      : {
          what:
            detail.where === 'workspace'
              ? 'The workspace settings could not be changed.'
              : 'The user settings could not be changed.',
          why: 'The editor rejected the change. The settings file may contain an error, have unsaved changes or be read-only.',
          next: 'Open the settings file, save or repair it, and try again.',
          remedies: ['open_settings'],
        },
  client_secret_in_settings: (facts) => ({
    what: `The profile ${namedProfile(facts)} cannot be used.`,
    why: 'Its client secret is in the settings, which are plain text, may be synced, and belong to the repository in a workspace.',
    next: 'Remove clientSecret from the profile, then run Set Client Secret.',
    remedies: ['edit_profile', 'set_client_secret'],
  }),
  local_pool_config: ({ text }) => ({
    what: 'The local user pool cannot start with these settings.',
    why: sentence(text('reason', 'They could not be read')),
    next: 'Correct the settings cognito.localUserPool, or the file that cognito.localUserPool.configFile names.',
    remedies: ['open_settings'],
  }),
  trigger_missing: () => ({
    what: 'There is no trigger to try.',
    why: 'The configuration of the local user pool names none.',
    next: 'Name a file of the workspace in triggers.preTokenGeneration.file of that configuration. Its path is in cognito.localUserPool.configFile.',
    remedies: ['open_settings'],
  }),
  trigger_untrusted: ({ text }) => ({
    what: `The trigger “${text('name', 'of the local user pool')}” was not run.`,
    why: 'It is code of this workspace, and the workspace is not trusted.',
    next: 'Trust the workspace, then try again.',
    remedies: ['manage_trust'],
  }),
  trigger_unusable: ({ text }) => ({
    what: `The trigger “${text('name', 'of the local user pool')}” cannot be run.`,
    why:
      text('reason', '') === 'elsewhere'
        ? 'Its file is not in a folder of this workspace.'
        : 'Its file does not exist.',
    next: 'Correct triggers.preTokenGeneration.file in the configuration of the local user pool. A relative path begins at the folder of that file.',
    remedies: ['open_settings'],
  }),
  local_pool_certificate: ({ text }) => ({
    what: 'The local user pool cannot start with https.',
    why: sentence(text('reason', 'Its certificate could not be read')),
    next: 'Correct cognito.localUserPool.certificateFile and cognito.localUserPool.keyFile, or clear both: then a certificate is made.',
    remedies: ['open_settings'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

/** The profile that the error names, or else the one that the problem is about. */
function namedProfile({ detail, profile, text }: Facts): string {
  return detail.name === undefined ? profile : `“${text('name')}”`;
}

/** The reason continues the name of a field, as in “is missing”; without a field it stands alone. */
function invalidReason({ text }: Facts): string {
  const field = text('field', '');
  const reason = text('reason', 'is not valid');
  return field === '' ? sentence(`The reason: ${reason}`) : `Its ${field} ${reason}.`;
}
