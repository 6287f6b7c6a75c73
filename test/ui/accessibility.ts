import { readFile } from 'node:fs/promises';
import type { Locator } from 'playwright-core';

interface AxeViolation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/**
 * Runs axe-core in a document. @returns its serious and critical problems, one line each
 * @param run evaluates a script in that document
 * @param rules the rules to check, by default all
 */
export async function accessibilityFaults(
  run: (script: string) => Promise<unknown>,
  rules?: readonly string[],
): Promise<string[]> {
  if ((await run('typeof axe')) === 'undefined') {
    await run(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  }
  const options = JSON.stringify({ preload: false, resultTypes: ['violations'], runOnly: rules });
  const faults = (await run(
    `axe.run(document, ${options}).then(({ violations }) => violations)`,
  )) as readonly AxeViolation[];
  const serious = faults.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const found = serious.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
  return [...new Set(found)];
}

/** The serious and critical problems in a webview, one line each. @param document the html element of its page */
export async function webviewFaults(document: Locator): Promise<string[]> {
  // The page is transparent, and axe cannot see the editor's background behind it.
  await document.evaluate('document.body.style.background = "var(--vscode-editor-background)"');
  return accessibilityFaults((script) => document.evaluate(script));
}
