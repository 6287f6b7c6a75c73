import type { ErrorCode, ErrorDetail } from '../../core/errors';
import { sentence } from '../../core/text';
import { profileLabel, text, type Explain, type Problem } from '../problem';

/** What is wrong with the settings. */
export const profileProblems = {
  profile_missing: (detail) =>
    detail.setting === undefined
      ? noProfile(detail)
      : {
          what: `There is no profile named “${text(detail, 'name')}”.`,
          why: `The setting ${text(detail, 'setting')} refers to it.`,
          next: 'Correct or clear this setting, or select the active profile of this workspace.',
          remedies: ['select_profile', 'open_settings'],
        },
  profile_invalid: (detail, context) => ({
    what: `The profile ${detail.name === undefined ? profileLabel(context) : `“${text(detail, 'name')}”`} cannot be used.`,
    why: invalidReason(detail),
    next: 'Correct or remove it in the setting cognito.profiles.',
    remedies: ['edit_profile', 'open_settings'],
  }),
  settings_unwritable: (detail) =>
    detail.where === 'machine'
      ? {
          what: 'The profile could not be saved in your user settings.',
          why: 'The settings of the remote machine define cognito.profiles, so the editor would write the profile there.',
          next: 'Remove cognito.profiles from the remote settings, or save the profile in a window without this remote machine.',
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
} satisfies Partial<Record<ErrorCode, Explain>>;

function noProfile(detail: ErrorDetail): Problem {
  return {
    what:
      detail.name === undefined
        ? 'There is no profile yet.'
        : `There is no profile named “${text(detail, 'name')}”.`,
    why: 'A profile names the user pool and the app client to sign in to.',
    next: 'Add a profile: paste the pool’s id, its domain or the address of its sign-in page. Or start the local user pool, which comes with its own profile.',
    remedies: ['add_profile', 'start_local_pool'],
  };
}

/** The reason continues the name of a field, as in “is missing”; without a field it stands alone. */
function invalidReason(detail: ErrorDetail): string {
  const field = text(detail, 'field', '');
  const reason = text(detail, 'reason', 'is not valid');
  return field === '' ? sentence(`The reason: ${reason}`) : `Its ${field} ${reason}.`;
}
