import type { ErrorCode, ErrorDetail } from '../errors';
import { named, text } from '../problem';
import type { Explain, Problem } from '../problem';

/** What is wrong with the settings. */
export const profileProblems = {
  profile_missing: (detail) =>
    detail.setting === undefined
      ? noProfile(detail)
      : {
          what: `There is no profile named “${text(detail, 'name')}”.`,
          why: `The setting ${text(detail, 'setting')} names it.`,
          next: 'Correct that setting, or clear it to be asked.',
          remedies: ['open_settings'],
        },
  profile_invalid: (detail, context) => ({
    what: `The profile ${detail.name === undefined ? named(context) : `“${text(detail, 'name')}”`} cannot be used.`,
    why: `Its ${text(detail, 'field', 'entry')} ${text(detail, 'reason', 'is not valid')}.`,
    next: 'Correct or remove it in the setting cognito.profiles.',
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
    next: 'Add one to the setting cognito.profiles, or start the local user pool, which brings its own.',
    remedies: ['start_local_pool', 'open_settings'],
  };
}
