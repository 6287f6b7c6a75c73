import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const sample = join(root, 'sample');
const page = readFileSync(join(root, 'docs/other-extensions.md'), 'utf8');

interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly extensionDependencies: readonly string[];
  readonly contributes: {
    readonly authentication: readonly { readonly id: string }[];
    readonly commands: readonly { readonly command: string }[];
  };
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function withoutIndent(text: string): string {
  return text.replaceAll(/^ +/gm, '');
}

describe('Sample extension', () => {
  const own = manifestOf(root);
  const source = readFileSync(join(sample, 'src/extension.ts'), 'utf8');

  it('is compiled with strict types', () => {
    const { compilerOptions } = JSON.parse(readFileSync(join(sample, 'tsconfig.json'), 'utf8')) as {
      readonly compilerOptions: Readonly<Record<string, unknown>>;
    };
    equal(compilerOptions.strict, true);
  });

  it('is quoted exactly in docs/other-extensions.md', () => {
    const quotes = Array.from(page.matchAll(/^```ts\n([^]*?)^```/gm), ([, quote = '']) => quote);
    ok(quotes.length >= 7, `${quotes.length} quotes`);
    for (const quote of quotes) ok(withoutIndent(source).includes(withoutIndent(quote)), quote);
  });

  it('depends on this extension, and on the same versions of VS Code and TypeScript', () => {
    const { engines, devDependencies, extensionDependencies } = manifestOf(sample);
    deepEqual(extensionDependencies, [`${own.publisher}.${own.name}`]);
    deepEqual(engines, own.engines);
    for (const [name, version] of Object.entries(devDependencies)) {
      equal(version, own.devDependencies[name], name);
    }
  });

  it('and docs/other-extensions.md name the extension, the provider and commands as package.json does', () => {
    const providers = own.contributes.authentication.map(({ id }) => id);
    deepEqual(providers, [/^const provider = '(.+)';$/m.exec(source)?.[1]]);
    ok(
      page.includes(
        `the extension id \`${own.publisher}.${own.name}\` and the provider id \`${providers.join()}\``,
      ),
    );
    const commands = own.contributes.commands.map(({ command }) => command);
    const named = Array.from(
      `${source}${page}`.matchAll(/'(cognito\.\w+)'|`(cognito\.\w+)`/g),
      ([, a, b]) => a ?? b,
    );
    ok(named.length >= 3);
    for (const name of named) ok(commands.includes(name ?? ''), name);
  });
});
