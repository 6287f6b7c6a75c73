/** A value that is nested deeper is shown as an ellipsis from there on. */
const deepest = 50;

/**
 * A claim's value as text: text as it is, anything else as JSON, to a depth of 50.
 * @param indent as in JSON.stringify
 * @returns empty text for undefined
 */
export function claimText(value: unknown, indent?: number): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(cutDeep(value, deepest), null, indent);
}

function cutDeep(value: unknown, levels: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return '…';
  if (Array.isArray(value)) return value.map((item) => cutDeep(item, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, cutDeep(item, levels - 1)]));
}
