import type { ClaimPart, ViewMessage } from '../protocol';
import type { Comparison } from '../model/comparison';

/** A text for screen readers. It is read once for each key, not each time the minutes change. */
export interface Announcement {
  readonly key: string;
  readonly text: string;
}

/** What the user has chosen on the page. A reload keeps only the tab. */
export interface Choices {
  /** The open tab. The page chooses one until the user does. */
  readonly tab?: string | undefined;
  /** The words of the filter. */
  readonly terms: readonly string[];
  /** The name of the claim whose row is the tab stop. Without such a row it is the first one. */
  readonly row?: string | undefined;
  /** The raw token of the open tab, while it is revealed. */
  readonly raw?: string | undefined;
  readonly comparison?: Comparison['id'];
  readonly differencesOnly: boolean;
}

/** What the parts of the page need beside the model, and how they change the page. */
export interface View extends Choices {
  /** The present time by the pool's clock, in milliseconds since 1970. */
  readonly now: number;
  readonly announced: Announcement;
  /** The `copyKey` of each copy that its row confirms at the moment. */
  readonly copied: ReadonlySet<string>;
  readonly post: (message: ViewMessage) => void;
  readonly change: (choices: Partial<Choices>) => void;
  readonly openTab: (id: string) => void;
}

export function copyKey({ source, name, what }: ClaimPart): string {
  return `${source} ${what} ${name}`;
}
