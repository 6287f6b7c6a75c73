import { readFile } from 'node:fs/promises';

interface AxeViolation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/**
 * Runs axe-core in a document. @returns its serious and critical problems, one line each
 * @param run evaluates a script in that document
 */
export async function accessibilityFaults(run: (script: string) => Promise<unknown>): Promise<string[]> {
  if ((await run('typeof axe')) === 'undefined') {
    await run(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
  }
  const faults = (await run(
    'axe.run(document, { preload: false, resultTypes: ["violations"] }).then(({ violations }) => violations)',
  )) as readonly AxeViolation[];
  const serious = faults.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const found = serious.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
  return [...new Set(found)];
}
