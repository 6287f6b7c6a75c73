import type { ErrorCode } from '../../core/errors';
import type { Explain, Facts } from '../problem';

/** Why a token was not handed to another program. */
export const otherProgramProblems = {
  handover_denied: (facts) => ({
    what: notGiven(facts),
    why: 'You chose Deny, or closed the question in the editor.',
    next: 'Ask again to get the question again.',
    remedies: [],
  }),
  handover_unanswered: (facts) => ({
    what: notGiven(facts),
    why: 'The question in the editor was not answered within a minute.',
    next: 'Answer it, and ask again. The bell in the status bar shows notifications that have gone.',
    remedies: [],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;

function notGiven({ detail, profile }: Facts): string {
  return `The ${detail.kind === 'id' ? 'ID token' : 'access token'} of ${profile} was not given away.`;
}
