import { readFile } from 'node:fs/promises';
import type { Frame, Locator, Page } from 'playwright-core';
import { eventually } from '../support/waiting';
import { treeFaults } from './accessibleTree';
import { cutOff } from './cutOff';
import { walkWithTab } from './keyboardWalk';
import { takePicture } from './pictures';

/** Rules of axe-core that are not run, and why. docs/accessibility.md lists them. */
const leftOut = {
  'color-contrast-enhanced':
    'Colours are those of the editor’s theme, which aims at 4.5 to 1 and not at 7 to 1.',
  'css-orientation-lock':
    'It requests the style sheets again, which the content security policy forbids. A test searches them for it.',
  'hidden-content':
    'It only says that something is hidden. The gallery shows each state, and a row with its buttons.',
} as const;

/** What runs in the page. It decides the contrasts that axe-core leaves undecided. */
const inPage = `async (ids, leftOut) => {
  const { getContrast, Color, flattenColors } = axe.commons.color;
  const known = axe.getRules().filter(({ tags }) => !tags.includes('deprecated')).map(({ ruleId }) => ruleId);
  const values = ids ?? known.filter((id) => !leftOut.includes(id));
  const found = await axe.run(document, { preload: false, elementRef: true, runOnly: { type: 'rule', values } });
  const above = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host;
  const backgroundOf = (element) => {
    const colour = new Color();
    colour.parseString(getComputedStyle(element).backgroundColor);
    const outer = colour.alpha < 1 && above(element);
    return outer ? flattenColors(colour, backgroundOf(outer)) : colour;
  };
  const scrollBoxOf = (element) => {
    for (let box = element; box && box !== document.body; box = above(box)) {
      if (getComputedStyle(box).overflowY === 'auto' && box.scrollHeight > box.clientHeight) return box;
    }
    return null;
  };
  // A button of the components has a hidden line over it, and a box that scrolls shows a part of its text: axe-core takes both
  // for something that covers the text. Nothing else may.
  const reasons = ['bgOverlap', 'elmPartiallyObscured', 'elmPartiallyObscuring'];
  const isReadable = ({ element, any }) => {
    const isButton = element.part?.contains('base') === true;
    if (!(isButton || scrollBoxOf(element)) || !reasons.includes(any[0]?.data?.messageKey)) return false;
    const colour = new Color();
    colour.parseString(getComputedStyle(element).color);
    const background = backgroundOf(element);
    return getContrast(background, flattenColors(colour, background)) >= 4.5;
  };
  const lines = (prefix, results) => results.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) =>
    (prefix + id + ': ' + html + ' ' + failureSummary).replaceAll(/\\s+/g, ' ')));
  // A box that scrolls takes the focus, so that the keys scroll it, and has a name. It is no control.
  const isScrollBox = ({ element }) => scrollBoxOf(element) === element
    && (element.hasAttribute('aria-label') || element.hasAttribute('aria-labelledby'));
  const violations = found.violations.map(({ id, nodes }) => ({
    id, nodes: id === 'focus-order-semantics' ? nodes.filter((node) => !isScrollBox(node)) : nodes,
  }));
  const undecided = found.incomplete.map(({ id, nodes }) => ({
    id, nodes: id === 'color-contrast' ? nodes.filter((node) => !isReadable(node)) : nodes,
  }));
  return [...lines('', violations), ...lines('undecided ', undecided)];
}`;

/**
 * Runs every rule of axe-core in a document: of each impact, those of best practice, and those that are off by default.
 * @returns what it finds and what it cannot decide, one line each
 * @param run evaluates a script in that document
 * @param options `rules` are the ones to check, by default all; `without` names further ones to leave out
 */
export async function accessibilityFaults(
  run: (script: string) => Promise<unknown>,
  { rules, without = [] }: { readonly rules?: readonly string[]; readonly without?: readonly string[] } = {},
): Promise<string[]> {
  if ((await run('typeof axe')) === 'undefined') {
    await run(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  }
  const ids = rules === undefined ? 'undefined' : JSON.stringify(rules);
  const ignored = JSON.stringify([...Object.keys(leftOut), ...without]);
  const found = (await run(`(${inPage})(${ids}, ${ignored})`)) as readonly string[];
  return [...new Set(found)];
}

/** What is wrong for screen readers, for the keyboard and in a narrow window with a page of its own, one line each. */
export async function pageFaults(page: Page, without: readonly string[] = []): Promise<string[]> {
  const run = (script: string): Promise<unknown> => page.evaluate(script);
  const faults = [...(await accessibilityFaults(run, { without })), ...(await treeFaults(page))];
  const walk = await walkWithTab({ press: (key) => page.keyboard.press(key), run });
  return [...faults, ...walk.faults, ...(await cutOff(run))];
}

/** What axe-core finds in a webview and what is wrong in its tree, one line each. @param document the html element of its page */
export async function webviewFaults(document: Locator): Promise<string[]> {
  // The page is transparent, and axe cannot see the editor's background behind it.
  await document.evaluate('document.body.style.background = "var(--vscode-editor-background)"');
  return lasting(async () => {
    const faults = await accessibilityFaults((script) => document.evaluate(script));
    return [...faults, ...(await treeFaults(await frameOf(document)))];
  });
}

/** Looks again while it finds something: a window that draws a theme or a new size anew has other colours for a moment. */
async function lasting(look: () => Promise<readonly string[]>): Promise<string[]> {
  let found: readonly string[] = [];
  const isClean = async (): Promise<true | undefined> => {
    found = await look();
    return found.length === 0 || undefined;
  };
  await eventually('nothing to be found', isClean, 10_000).catch(() => undefined);
  return [...found];
}

/** What moves in a webview with reduced motion, and what axe-core finds with forced colours, one line each. @param document as above */
export async function systemSettingFaults(document: Locator): Promise<string[]> {
  const page = document.page();
  await page.emulateMedia({ reducedMotion: 'reduce', forcedColors: 'active' });
  try {
    const run = (script: string): Promise<unknown> => document.evaluate(script);
    const isFollowed = await run(
      `matchMedia('(prefers-reduced-motion: reduce)').matches && matchMedia('(forced-colors: active)').matches`,
    );
    const moving = (await run(
      `document.getAnimations().map(({ effect }) => 'moves: ' + effect.target.outerHTML)`,
    )) as readonly string[];
    const smooth = await run(`getComputedStyle(document.documentElement).scrollBehavior === 'smooth'`);
    return [
      ...(isFollowed === true ? [] : ['the webview does not get the settings of the system']),
      ...moving,
      ...(smooth === true ? ['the page scrolls smoothly'] : []),
      // With forced colours the browser paints other colours than a script can read.
      ...(await accessibilityFaults(run, { without: ['color-contrast'] })),
    ];
  } finally {
    await page.emulateMedia({ reducedMotion: null, forcedColors: null });
  }
}

/** What the keyboard cannot do in a webview, one line each. @param document the html element of its page */
export async function webviewKeyboardFaults(document: Locator): Promise<readonly string[]> {
  return lasting(async () => {
    const { stops, faults } = await walkWithTab({
      press: (key) => document.page().keyboard.press(key),
      run: (script) => document.evaluate(script),
    });
    return stops.length === 0 ? ['the keyboard reaches nothing'] : faults;
  });
}

/** The texts that a webview cuts off in a window of 370 pixels, which leaves it 320. @param document as above */
export async function narrowWebviewFaults(document: Locator, picture: string): Promise<string[]> {
  const page = document.page();
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  await page.setViewportSize({ width: 370, height: 800 });
  try {
    await eventually(
      'a narrow webview',
      async () => (await document.evaluate<boolean, unknown>('innerWidth <= 340')) || undefined,
    );
    await takePicture(page, picture);
    return await cutOff((script) => document.evaluate(script));
  } finally {
    await page.setViewportSize(size);
  }
}

async function frameOf(document: Locator): Promise<Frame> {
  const frame = await (await document.elementHandle()).ownerFrame();
  if (!frame) throw new Error('The webview is closed.');
  return frame;
}
