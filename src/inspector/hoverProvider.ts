import type { HoverProvider } from 'vscode';
import type { Inspection } from './inspection';

/** A token is looked for in this much of a line, on either side of the pointer, in characters. */
const reach = 65_536;
/** What every token holds: the start of its header, and a dot. No place is tried twice. */
const tokenLike = /(?<![\w.-])e[wy][\w-]{6,}\.[\w-]/;

/** Offers a summary of the token under the pointer. Nothing is loaded before there is one. */
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
