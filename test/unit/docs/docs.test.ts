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

/** The anchors of a file's headings, as GitHub makes them. */
function anchors(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('documentation', () => {
  for (const { file, name } of tables) {
    it(`has the table of ${name} in ${file} as package.json says (npm run docs writes it)`, () => {
      equal(readFileSync(join(root, file), 'utf8'), withTable(file, name));
    });
  }

  for (const file of files) {
    it(`has links that lead somewhere in ${file}`, () => {
      const text = readFileSync(join(root, file), 'utf8').replaceAll(/```[^]*?```/g, '');
      for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^https?:/.test(target)) continue;
        const [path = '', anchor] = target.split('#');
        const found = path === '' ? join(root, file) : join(root, dirname(file), path);
        ok(existsSync(found), `${file} links to ${target}`);
        if (anchor !== undefined) ok(anchors(found).includes(anchor), `${file} links to ${target}`);
      }
    });
  }

  it('keeps README.md within 130 lines', () => {
    ok(readFileSync(join(root, 'README.md'), 'utf8').trimEnd().split('\n').length <= 130);
  });
});
