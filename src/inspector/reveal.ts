import type { HostMessage } from './protocol';
import type { TokenKind } from './model/anyToken';

/** How long a raw token is shown. */
const longestReveal = 60_000;

/** Shows and hides the raw tokens of one panel. */
export interface Reveal {
  /** @param raw the token; undefined when the session has no such token, or when it must not be shown */
  readonly show: (token: TokenKind, raw: Promise<string | undefined>) => Promise<void>;
  readonly conceal: () => void;
}

/**
 * Shows one raw token at a time, for at most a minute. Showing another one hides the first.
 * @param visible whether the panel is visible
 */
export function createReveal(post: (message: HostMessage) => Promise<void>, visible: () => boolean): Reveal {
  let turn = 0;
  let timer: NodeJS.Timeout | undefined;
  const conceal = (): void => {
    // A token that is still being read must not be shown.
    turn += 1;
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    void post({ type: 'conceal' });
  };
  return {
    conceal,
    show: async (token, raw) => {
      conceal();
      const mine = turn;
      const text = await raw;
      if (text === undefined || mine !== turn || !visible()) return;
      timer = setTimeout(conceal, longestReveal);
      await post({ type: 'raw', token, text });
    },
  };
}
