const focusable = [
  'vscode-button',
  'vscode-textfield',
  'button',
  'input',
  'summary',
  '[tabindex="0"]',
].join();

function canTakeFocus(element: HTMLElement): boolean {
  return element.tabIndex >= 0 && element.checkVisibility();
}

/** The elements around an element, from the inside out, the outermost being `root`; empty for one outside of `root`. */
function placesOf(element: Element | null, root: HTMLElement): readonly HTMLElement[] {
  if (element === null || element === root || !root.contains(element)) return [];
  const parent = element.parentElement;
  return parent === null ? [] : [parent, ...(parent === root ? [] : placesOf(parent, root))];
}

/**
 * Draws a page, and keeps the focus in its place: when the focused element is gone, the element with the same id gets the
 * focus, or else the first control in what is left around it, or else that place itself, which a screen reader then reads.
 * @param root everything that `draw` draws
 */
export function keepFocus(root: HTMLElement, draw: () => void): void {
  const focused = document.activeElement;
  const places = placesOf(focused, root);
  draw();
  if (focused === null || places.length === 0) return;
  if (focused.isConnected && focused.checkVisibility()) return;
  const place = places.find((around) => around.isConnected && around.checkVisibility()) ?? root;
  const same = focused.id === '' ? null : document.getElementById(focused.id);
  const controls = [...place.querySelectorAll<HTMLElement>(focusable)];
  const next = [...(same ? [same] : []), ...controls].find(canTakeFocus) ?? place;
  if (next === place && !place.hasAttribute('tabindex')) place.tabIndex = -1;
  next.focus({ preventScroll: true });
}
