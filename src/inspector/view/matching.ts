/** What is searched for each item; made once, for an item may be a megabyte. */
const haystacks = new WeakMap<object, string>();

/** The words of a filter; an item must hold each of them somewhere. */
export function filterTerms(text: string): readonly string[] {
  return text.toLowerCase().split(/\s+/u).filter(Boolean);
}

/** The items that hold every term. @param say all that can be searched of an item */
export function matching<Item extends object>(
  items: readonly Item[],
  terms: readonly string[],
  say: (item: Item) => readonly (string | null | undefined)[],
): readonly Item[] {
  if (terms.length === 0) return items;
  return items.filter((item) => {
    let haystack = haystacks.get(item);
    if (haystack === undefined) {
      haystack = say(item).join('\n').toLowerCase();
      haystacks.set(item, haystack);
    }
    return terms.every((term) => haystack.includes(term));
  });
}
