import type { InspectorModel } from '../protocol';
import { sessionState } from './header';
import { tokensOf } from './tabs';
import { verdictOf } from './verdict';

/** The state of what is shown, for those who do not see the page. */
export interface Announcement {
  /** It is announced once for each key: not each time the minutes change. */
  readonly key: string;
  readonly text: string;
}

/** @param now in milliseconds */
export function announcement({ key, heading, tokens, phase }: InspectorModel, now: number): Announcement {
  const state = tokens && sessionState(tokens, now);
  const failed = tokens && tokensOf(tokens).some((token) => verdictOf(token, now).status === 'failed');
  return {
    key: JSON.stringify([key, phase, tokens?.issuedAt, tokens?.ended, state?.tone, failed]),
    text:
      tokens === undefined
        ? `${heading}: ${phase === 'signingIn' ? 'waiting for the browser' : 'not signed in'}.`
        : `${state?.text ?? heading}.${failed === true ? ' A token failed its verification.' : ''}`,
  };
}
