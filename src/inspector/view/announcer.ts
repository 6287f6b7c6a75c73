import type { InspectorModel } from '../protocol';
import { tokensOf } from './content';
import { element } from '../../webview/view/dom';
import { sessionState } from './header';
import { verdictOf } from './verdict';

/** Tells those who do not see the page what has changed on it. */
export class Announcer {
  readonly root = element('p', { class: 'hidden-text', role: 'status' });
  #announced: string | undefined;

  say(text: string): void {
    this.root.textContent = text;
  }

  /** Says the state of what is shown, once: not each time the minutes change. `now` in milliseconds. */
  announce({ key: panel, heading, tokens, phase }: InspectorModel, now: number): void {
    const state = tokens && sessionState(tokens, now);
    const failed = tokens && tokensOf(tokens).some((token) => verdictOf(token, now).status === 'failed');
    const key = JSON.stringify([panel, phase, tokens?.issuedAt, tokens?.ended, state?.tone, failed]);
    if (key === this.#announced) return;
    this.#announced = key;
    if (tokens === undefined) {
      this.say(phase === 'signingIn' ? `${heading}: waiting for the browser.` : `${heading}: not signed in.`);
      return;
    }
    this.say(`${state?.text ?? heading}.${failed === true ? ' A token failed its verification.' : ''}`);
  }
}
