import type { HostMessage } from './protocol';
import type { TokenKind } from './model/anyToken';

/** A raw token is shown for so long, in milliseconds. */
const longestReveal = 60_000;

/** The raw tokens of one panel. */
export interface Reveal {
  /** @param raw the token; undefined when it is not there or stays where it is */
  readonly show: (token: TokenKind, raw: Promise<string | undefined>) => Promise<void>;
  readonly conceal: () => void;
}

/**
 * Shows one raw token at a time, and hides it when the panel is hidden, when time is up, or when another one is asked for.
 * @param visible whether the panel is seen
 */
export function createReveal(post: (message: HostMessage) => Promise<void>, visible: () => boolean): Reveal {
  let turn = 0;
  let timer: NodeJS.Timeout | undefined;
  const conceal = (): void => {
    // A token that is still on its way is not shown either.
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
