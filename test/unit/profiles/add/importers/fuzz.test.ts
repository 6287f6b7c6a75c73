import { deepEqual, match, ok } from 'node:assert/strict';
import {
  array,
  assert as holds,
  constantFrom,
  integer,
  jsonValue,
  oneof,
  property,
  string,
  tuple,
  type Arbitrary,
} from 'fast-check';
import { importText } from '../../../../../src/profiles/add/importers/importText';
import { checkCompletion, client, domain, pool } from '../../../../support/profileDrafts';
import { runs } from '../../../../support/soak';
import { samples } from './samples';

const names = Object.keys(samples) as (keyof typeof samples)[];

const values = [pool, client, domain, 'http://localhost:3000/', 'openid', 'us-east-1'];

/** Text that an attack, a merge conflict or a crash can leave in a file. */
const scraps = [
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '`',
  ',',
  ':',
  '=',
  '\\',
  '\n',
  '\u0000',
  '\u202e',
  '\ud800',
  '\uFEFF',
  '//',
  '/*',
  '<<<<<<< HEAD\n',
  'null',
  '-1',
  '1e999',
  'true',
  '{}',
  '[]',
  '"__proto__"',
  '{"__proto__":{"auth":{}}}',
  '${process.env.HOME}',
  'require("fs")',
  '"javascript:alert(1)"',
  '"http://evil.example"',
  '"https://u:p@evil.example"',
  `"${pool}\\u0000"`,
  `"${'x'.repeat(5000)}"`,
  '&a [*a]',
  '!!js/function >',
  '"""',
  `${client}\t`,
  '\r',
  '$(id)',
  '%00',
  'export default',
  '=>',
  'async',
  '#',
] as const;

/** One change to a text: a scrap replaces a piece of it, or one of its `values`. */
type Change = readonly [where: number | string, length: number, scrap: string];

const change: Arbitrary<Change> = tuple(
  oneof(integer({ min: 0, max: 4000 }), constantFrom(...values)),
  integer({ min: 0, max: 200 }),
  oneof(
    constantFrom(...scraps),
    string({ maxLength: 8, unit: 'binary' }),
    jsonValue().map((value) => JSON.stringify(value)),
  ),
);

function apply(text: string, [where, length, scrap]: Change): string {
  if (typeof where === 'string') return text.replaceAll(where, () => scrap);
  const start = where % (text.length + 1);
  return text.slice(0, start) + scrap + text.slice(start + length);
}

/** Checks that a file is read in time and gives only valid drafts, or a reason. */
function checkImport(name: string, text: string): void {
  const started = performance.now();
  const { finds, reason } = importText(name, text);
  ok(performance.now() - started < 10_000, `${name} took too long`);
  ok(finds.length <= 20);
  if (reason !== undefined) {
    deepEqual(finds, []);
    match(reason, /^[A-Z][^\n]{5,60}\.$/);
  }
  for (const { place, draft, notes } of finds) {
    ok(place.length <= 300);
    ok(draft.userPoolId ?? draft.issuer ?? draft.domain);
    for (const note of notes) match(note, /\.$/);
    // Drafts have no control characters, invisible characters or lone surrogates.
    const texts = Object.values(draft).flat();
    for (const value of texts) match(String(value), /^[^\p{Cc}\p{Cf}\p{Cs}]+$/u);
    checkCompletion(draft);
  }
}

describe('importText of broken files', function () {
  this.timeout(60_000);

  it('never throws for samples with random damage', () => {
    let withFinds = 0;
    const damaged = tuple(constantFrom(...names), array(change, { minLength: 1, maxLength: 4 }));
    holds(
      property(damaged, ([name, changes]) => {
        const text = changes.reduce<string>(apply, samples[name]);
        checkImport(name, text);
        if (importText(name, text).finds.length > 0) withFinds += 1;
      }),
      { numRuns: runs(200, 1000) },
    );
    // Enough samples must keep their pool, else this would only test empty lists.
    ok(withFinds > runs(20, 100), `${withFinds} files still had a pool`);
  });

  it('never throws for a file with the text of another file or random text', () => {
    const noise = oneof(
      constantFrom(...Object.values(samples)),
      string({ unit: 'binary', maxLength: 500 }),
      jsonValue().map((value) => JSON.stringify(value)),
      array(constantFrom(...scraps), { maxLength: 40 }).map((parts) => parts.join('')),
    );
    holds(property(constantFrom(...names), noise, checkImport), { numRuns: runs(200, 1000) });
  });

  it('never throws for samples that are cut off at any place', () => {
    for (const name of names) {
      const text: string = samples[name];
      for (let end = 0; end < text.length; end += 7) checkImport(name, text.slice(0, end));
    }
  });

  it('never throws for very deep, repetitive or large files', () => {
    const many = Object.fromEntries(
      Array.from({ length: 9000 }, (_, index) => [`ClientId${index}UserPool`, `us-east-1_Pool${index}`]),
    );
    const exhausting = [
      '['.repeat(100_000),
      '{"a":'.repeat(50_000),
      `${'{"a":['.repeat(5000)}"${pool}"${']}'.repeat(5000)}`,
      '('.repeat(50_000),
      `x = ${'{a:'.repeat(5000)}1${'}'.repeat(5000)}`,
      `cognito${'='.repeat(200_000)}`,
      `A_COGNITO="${'\\"'.repeat(100_000)}`,
      `${'\n'.repeat(300_000)}"`,
      `a: &a [x]\nb: [${'*a,'.repeat(50_000)}*a]`,
      JSON.stringify({ Stack: many }),
      JSON.stringify({ Stacks: [{ StackName: 'x'.repeat(100_000), Outputs: [] }] }),
      `[default.deploy.parameters]\nparameter_overrides = "${'A='.repeat(100_000)}"`,
      `[default.deploy.parameters]\nparameter_overrides = '${'"'.repeat(100_000)}'`,
      Object.entries(many)
        .map(([key, value]) => `${key}=${value}`)
        .join('\n'),
    ];
    for (const name of names) for (const text of exhausting) checkImport(name, text);
  });
});
