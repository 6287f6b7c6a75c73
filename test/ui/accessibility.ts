import { readFile } from 'node:fs/promises';

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
