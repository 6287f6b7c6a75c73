import type { TokenKind } from '../model/anyToken';

/** What stands under the tabs. */
export interface TabContent {
  readonly root: HTMLElement;
  /** Whether the filter box is of use here. */
  readonly filtered: boolean;
  /** Shows what holds every term. */
  filter: (terms: readonly string[]) => void;
  /** Judges anew what depends on the time. `now` in milliseconds. */
  tick: (now: number) => void;
  /** A claim was copied: its row says so. */
  copied: (name: string, what: 'name' | 'value') => void;
  /** The focus goes to a claim's row, if it is still there. */
  focusRow: (name: string) => boolean;
  /** The raw token that the reader asked for. */
  reveal: (token: TokenKind, text: string) => void;
  /** Masks the raw token; says whether one was shown. */
  mask: () => boolean;
}

const nothing = (): void => undefined;
const no = (): boolean => false;

/** Content that does what is given and nothing else. */
export function tabContent(root: HTMLElement, does: Partial<TabContent> = {}): TabContent {
  return {
    filtered: false,
    filter: nothing,
    tick: nothing,
    copied: nothing,
    focusRow: no,
    reveal: nothing,
    mask: no,
    ...does,
    root,
  };
}
