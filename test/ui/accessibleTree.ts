import type { CDPSession, Frame, Page } from 'playwright-core';

/** What the test needs of a node of Chromium's accessibility tree. Source: DevTools protocol, Accessibility.AXNode. */
interface AXNode {
  readonly nodeId: string;
  readonly parentId?: string;
  readonly ignored: boolean;
  readonly role?: { readonly value: string };
  readonly name?: { readonly value: string };
}

interface FrameTree {
  readonly frame: { readonly id: string };
  readonly childFrames?: readonly FrameTree[];
}

/** What a screen reader calls by its name. */
const named = new Set([
  ...['button', 'tab', 'textbox', 'checkbox', 'link', 'DisclosureTriangle'],
  ...['region', 'table', 'grid', 'tablist', 'tabpanel', 'img', 'RootWebArea'],
]);
/** What has to be told apart by its name alone, as in a screen reader's list of controls. */
const unique = new Set(['button', 'tab', 'textbox', 'checkbox', 'link', 'table', 'grid']);

/** The tree of one frame, by its place among its siblings: a webview is written into a frame whose address then changes. */
function treeOf(frame: Frame, whole: FrameTree): FrameTree | undefined {
  const parent = frame.parentFrame();
  if (parent === null) return whole;
  return treeOf(parent, whole)?.childFrames?.[parent.childFrames().indexOf(frame)];
}

async function nodesOf(place: Page | Frame): Promise<readonly AXNode[]> {
  const frame = 'page' in place ? place : place.mainFrame();
  const context = frame.page().context();
  const read = async (cdp: CDPSession, parameters: object): Promise<readonly AXNode[]> => {
    try {
      await cdp.send('Accessibility.enable');
      const { nodes } = await cdp.send('Accessibility.getFullAXTree', parameters);
      return nodes as readonly AXNode[];
    } finally {
      await cdp.detach();
    }
  };
  // A frame of another site has a process, and with it a session, of its own.
  const own = await context.newCDPSession(frame).catch(() => undefined);
  if (own !== undefined) return read(own, {});
  const cdp = await context.newCDPSession(frame.page());
  const { frameTree } = (await cdp.send('Page.getFrameTree')) as { readonly frameTree: FrameTree };
  const found = treeOf(frame, frameTree);
  if (found === undefined) throw new Error('The frame is closed.');
  return read(cdp, { frameId: found.frame.id });
}

/**
 * Reads what Chromium hands to screen readers. Controls, tables and parts of the page need a name; controls and tables need
 * different ones; and tables need headers.
 * @returns the faults, one line each
 */
export async function treeFaults(place: Page | Frame): Promise<string[]> {
  const all = (await nodesOf(place)).map(({ nodeId, parentId, ignored, role, name }) => ({
    nodeId,
    parentId,
    // Screen readers skip ignored nodes, but what is in them is in the tree.
    role: ignored ? '' : (role?.value ?? ''),
    name: (name?.value ?? '').trim(),
  }));
  const faults = all
    .filter(({ role, name }) => named.has(role) && name === '')
    .map(({ role }) => `a ${role} has no name`);
  const names = all.filter(({ role }) => unique.has(role)).map(({ role, name }) => `${role} “${name}”`);
  faults.push(...names.filter((name, at) => names.indexOf(name) !== at).map((name) => `two of ${name}`));
  const isIn = (node: (typeof all)[number], wanted: string): boolean => {
    const parent = all.find(({ nodeId }) => nodeId === node.parentId);
    return parent !== undefined && (parent.nodeId === wanted || isIn(parent, wanted));
  };
  for (const { nodeId, role, name } of all) {
    if (role !== 'table' && role !== 'grid') continue;
    const headers = all.filter((node) => /^(?:column|row)header$/.test(node.role) && isIn(node, nodeId));
    if (headers.length === 0) faults.push(`${role} “${name}” has no headers`);
  }
  return faults;
}
