import { eventually } from '../support/waiting';

/** Elements for screen readers are cut off on purpose, and dots stand for a masked token. */
const cutOffScript = `(() => {
  const every = (root) => [...root.querySelectorAll('*')].flatMap((element) =>
    [element, ...(element.shadowRoot ? every(element.shadowRoot) : [])]);
  const isCut = (element) => {
    const { overflowX, overflowY } = getComputedStyle(element);
    return (overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1 && overflowX !== 'auto')
      || (overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 1);
  };
  const isMeant = (element) => element.closest('.hidden-text, .masked, thead') !== null || element.localName === 'input';
  const cut = every(document.body).filter((element) => element.checkVisibility() && !isMeant(element) && isCut(element));
  const { scrollWidth, clientWidth } = document.documentElement;
  return [
    ...(scrollWidth > clientWidth ? ['the page is ' + scrollWidth + ' wide'] : []),
    ...cut.map(({ outerHTML }) => 'cut off: ' + outerHTML),
  ];
})()`;

/**
 * The elements of a document that do not show the whole of their content, and the document when it is wider than its window. What is
 * cut off only while the page is laid out anew does not count.
 */
export async function cutOff(run: (script: string) => Promise<unknown>): Promise<string[]> {
  let found: string[] = [];
  const isWhole = async (): Promise<true | undefined> => {
    found = (await run(cutOffScript)) as string[];
    return found.length === 0 || undefined;
  };
  await eventually('nothing to be cut off', isWhole, 5000).catch(() => undefined);
  return found;
}
