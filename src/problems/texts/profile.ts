import type { ErrorCode, ErrorDetail } from '../../core/errors';
import { profileLabel, text } from '../problem';
import type { Explain, Problem } from '../problem';

/** What is wrong with the settings. */
export const profileProblems = {
  profile_missing: (detail) =>
    detail.setting === undefined
      ? noProfile(detail)
      : {
          what: `There is no profile named “${text(detail, 'name')}”.`,
          why: `The setting ${text(detail, 'setting')} names it.`,
          next: 'Correct or clear that setting, or select a profile for this workspace.',
          remedies: ['select_profile', 'open_settings'],
        },
  profile_invalid: (detail, context) => ({
    what: `The profile ${detail.name === undefined ? profileLabel(context) : `“${text(detail, 'name')}”`} cannot be used.`,
    why: `Its ${text(detail, 'field', 'entry')} ${text(detail, 'reason', 'is not valid')}.`,
    next: 'Correct or remove it in the setting cognito.profiles.',
    remedies: ['edit_profile', 'open_settings'],
  }),
  settings_unwritable: (detail) => ({
    what: `The ${text(detail, 'where', 'user')} settings could not be changed.`,
    why: 'The editor refused, because the file has an error or unsaved changes, or is read-only.',
    next: 'Open the file, correct or save it, and try again.',
    remedies: ['open_settings'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

function noProfile(detail: ErrorDetail): Problem {
  return {
    what:
      detail.name === undefined
        ? 'There is no profile yet.'
        : `There is no profile named “${text(detail, 'name')}”.`,
    why: 'A profile names the user pool and the app client to sign in to.',
    next: 'Add a profile with the pool’s id, domain or sign-in page address. Or start the local user pool, which adds its own profile.',
    remedies: ['add_profile', 'start_local_pool'],
  };
}
