import type { HoverProvider } from 'vscode';
import type { Inspection } from './inspection';

/** How many characters of a line are searched on either side of the pointer: as many as the longest token has. */
const reach = 65_536;
/** A token begins with a JSON object in base64url and has a dot. An escape, such as `%22`, may stand before it. */
const tokenLike =
  /(?:^|[^\w.-]|%[\da-f]{2}|\\[abefnrtv]|\\u[\da-f]{4}|\\x[\da-f]{2}|\dm)e[wy][\w-]{6,}={0,2}\./i;

/** Shows a summary of the token under the pointer. The inspection is loaded only when a line may have a token. */
export function createTokenHovers(inspection: () => Promise<Inspection>): HoverProvider {
  return {
    provideHover: async (document, position) => {
      const { text } = document.lineAt(position.line);
      const near = text.slice(Math.max(0, position.character - reach), position.character + reach);
      if (!tokenLike.test(near)) return undefined;
      const { hover } = await inspection();
      return hover(document, position);
    },
  };
}
