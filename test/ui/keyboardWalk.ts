/** A document, and the keyboard in front of it. */
export interface Keyboard {
  readonly press: (key: string) => Promise<void>;
  /** Evaluates a script in the document. */
  readonly run: (script: string) => Promise<unknown>;
}

/** What Tab reaches in a document. */
export interface Walk {
  /** The names of the controls in the order of the focus. */
  readonly stops: readonly string[];
  /** What is wrong, one line each. */
  readonly faults: readonly string[];
}

/** One step of a walk: where the focus is, as the page sees it. */
interface Step {
  /** The position among all controls in the order of reading; -1 for something that is no control. */
  readonly at: number;
  readonly count: number;
  readonly name: string;
  readonly isInside: boolean;
  readonly isMarked: boolean;
  readonly isInSight: boolean;
}

/** More presses of Tab than any page has controls. */
const mostStops = 80;

/** Makes `window.walk`, which tells where the focus is. The arrow keys reach what has the tabindex -1. */
const walkScript = `(() => {
  const selector = 'a[href], button, input, select, textarea, summary, vscode-button, vscode-textfield, [tabindex]';
  const controls = () => [...document.querySelectorAll(selector)].filter((element) =>
    element.checkVisibility({ visibilityProperty: true }) && element.type !== 'hidden' && element !== document.body
      && (element.localName === 'vscode-textfield' || element.tabIndex >= 0));
  const parts = (element) => [element, ...(element.shadowRoot?.querySelectorAll('*') ?? [])];
  const isMarked = (element) => parts(element).some((part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(part);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
  });
  const isInSight = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const seen = document.elementFromPoint(left + Math.min(width / 2, innerWidth), top + Math.min(height / 2, 10));
    return seen !== null && (element.contains(seen) || seen.contains(element));
  };
  const nameOf = (element) => (element.getAttribute('aria-label') ?? element.label ?? element.dataset.name
    ?? document.getElementById(element.getAttribute('aria-labelledby'))?.textContent ?? element.labels?.[0]?.textContent
    ?? element.textContent).replaceAll(/\\s+/g, ' ').trim();
  window.walk = {
    begin: () => {
      document.body.tabIndex = -1;
      document.body.focus();
      scrollTo(0, 0);
    },
    step: () => {
      const all = controls();
      const focused = document.activeElement;
      const at = all.indexOf(focused);
      const isInside = document.hasFocus() && focused !== null && focused !== document.body;
      if (!isInside) return { at, count: all.length, name: '', isInside, isMarked: false, isInSight: false };
      return { at, count: all.length, name: nameOf(focused), isInside, isMarked: isMarked(focused), isInSight: isInSight(focused) };
    },
  };
})()`;

/**
 * Walks through a document with Tab, and back with Shift+Tab. Each control has to be reached in the order of reading, with a
 * name, a visible mark of the focus, and in sight; and the focus has to leave the document at the end.
 */
export async function walkWithTab({ press, run }: Keyboard): Promise<Walk> {
  const faults: string[] = [];
  const step = async (key: string): Promise<Step> => {
    await press(key);
    return (await run('window.walk.step()')) as Step;
  };
  await run(walkScript);
  await run('window.walk.begin()');
  const forth: Step[] = [];
  let next = await step('Tab');
  while (next.isInside && !(forth.length > 0 && next.at === forth[0]?.at) && forth.length < mostStops) {
    forth.push(next);
    if (next.at !== forth.length - 1) faults.push(`“${next.name}” is out of the order of reading`);
    if (next.name === '') faults.push(`control ${next.at} has no name`);
    if (!next.isMarked) faults.push(`“${next.name}” shows no focus`);
    if (!next.isInSight) faults.push(`“${next.name}” has the focus out of sight`);
    next = await step('Tab');
  }
  const { count } = forth.at(-1) ?? next;
  if (forth.length !== count) faults.push(`${forth.length} of ${count} controls are reached`);
  if (forth.length === 0) return { stops: [], faults };
  // The last one, from behind: Tab has moved on to the workbench, and not always to the webview's next neighbour.
  let last = await step('Shift+Tab');
  for (let count = 0; count < mostStops && !last.isInside; count++) last = await step('Shift+Tab');
  const back = [last];
  while (back.length < forth.length) back.push(await step('Shift+Tab'));
  const names = forth.map(({ name }) => name);
  const backwards = back.map(({ name }) => name).toReversed();
  if (JSON.stringify(names) !== JSON.stringify(backwards)) {
    faults.push(`Shift+Tab goes another way: ${backwards.join(' | ')}`);
  }
  return { stops: names, faults };
}
