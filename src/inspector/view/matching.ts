/** The words of a filter. An item must contain each of them. */
export function filterTerms(text: string): readonly string[] {
  return text.toLowerCase().split(/\s+/u).filter(Boolean);
}

/** The items that contain every term. @param texts all texts of an item that the filter searches */
export function matching<Item>(
  items: readonly Item[],
  terms: readonly string[],
  texts: (item: Item) => readonly (string | null | undefined)[],
): readonly Item[] {
  if (terms.length === 0) return items;
  return items.filter((item) => {
    const searched = texts(item).join('\n').toLowerCase();
    return terms.every((term) => searched.includes(term));
  });
}
