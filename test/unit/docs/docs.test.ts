import { equal, ok } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tables, withTable } from '../../../scripts/docsTables';

const root = join(__dirname, '../../..');
const files = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
];

/** The text of a file without its code blocks. */
function proseOf(path: string): string {
  return readFileSync(path, 'utf8').replaceAll(/^```[^]*?^```/gm, '');
}

/** The anchors of a file's headings, as GitHub makes them. */
function anchorsOf(path: string): readonly string[] {
  return [...proseOf(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The relative targets of a file's links and pictures. */
function targetsIn(path: string): readonly string[] {
  const targets = [...proseOf(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets.filter((target) => !/^[a-z]+:/.test(target));
}

describe('documentation', () => {
  for (const { file, name } of tables) {
    it(`has an up-to-date table of ${name} in ${file}, as npm run docs writes it`, () => {
      equal(readFileSync(join(root, file), 'utf8'), withTable(file, name));
    });
  }

  for (const file of files) {
    it(`has only links and pictures in ${file} that exist`, () => {
      for (const target of targetsIn(join(root, file))) {
        const [path = '', anchor] = target.split('#');
        const linked = path === '' ? join(root, file) : join(root, dirname(file), path);
        ok(existsSync(linked), `${file} links to ${target}`);
        if (anchor !== undefined) ok(anchorsOf(linked).includes(anchor), `${file} links to ${target}`);
      }
    });
  }

  it('links to every file of docs from README.md', () => {
    const targets = targetsIn(join(root, 'README.md'));
    for (const file of files.filter((name) => name.startsWith('docs/'))) {
      ok(targets.includes(file), `README.md does not link to ${file}`);
    }
  });

  it('keeps README.md within 130 lines', () => {
    ok(readFileSync(join(root, 'README.md'), 'utf8').trimEnd().split('\n').length <= 130);
  });
});
