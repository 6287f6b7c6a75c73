import { deepEqual, equal, ok } from 'node:assert/strict';
import { importText, largestFile } from '../../../../../src/profiles/add/importers/importText';
import { objectLiterals } from '../../../../../src/profiles/add/importers/javascript';
import { findInPairs } from '../../../../../src/profiles/add/importers/pairs';
import { client, pool } from './samples';

/** The time that this process worked, in milliseconds: what else runs on the computer does not count. */
function busy(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  return process.cpuUsage(start).user / 1000;
}

const outputs = (pairs: readonly (readonly [string, string])[]): string =>
  JSON.stringify(Object.fromEntries(pairs));
const long = 'x'.repeat(150);

describe('importing files that are meant to keep the editor busy', function () {
  this.timeout(120_000);

  const hostile: readonly (readonly [what: string, name: string, text: string])[] = [
    ['as many object literals as fit', 'aws-exports.js', 'x={a:1};'.repeat(24_000)],
    ['a list of object literals', 'aws-exports.js', `[${'{},'.repeat(66_000)}]`],
    ['a name without end', 'cdk-outputs.json', outputs([[`${'redirect'.repeat(24_000)}out`, pool]])],
    ['a variable without end', '.env', `COGNITO_${'redirect'.repeat(24_000)}out=${pool}`],
    [
      'pools and clients with long names that begin alike',
      'cdk-outputs.json',
      outputs(
        Array.from({ length: 500 }, (_, index) => [
          [`${long}pool${index}`, `us-east-1_AbCdEf${index}`] as const,
          [`${long}clientid${index}`, `${client}${index}`] as const,
        ]).flat(),
      ),
    ],
    ['the same variable over and over', '.env', `A_COGNITO_CLIENT_ID=${client}\n`.repeat(4000)],
    ['one text after the other', '.env', `A_COGNITO_X=${'a.'.repeat(1000)}\n`.repeat(90)],
  ];
  for (const [what, name, text] of hostile) {
    it(`is done soon: ${what}`, () => {
      ok(text.length <= largestFile && text.length > largestFile / 3, `${text.length} characters`);
      const time = busy(() => importText(name, text));
      ok(time < 1500, `It took ${time} ms.`);
    });
  }

  it('takes no longer than the size of the text says, also far beyond what is read', () => {
    ok(busy(() => objectLiterals('x={a:1};'.repeat(120_000))) < 3000);
    ok(busy(() => findInPairs([{ key: `${'redirect'.repeat(60_000)}out`, value: pool }], '')) < 1000);
  });

  it('keeps the order of object literals', () => {
    deepEqual(objectLiterals('a({n: 1}); b([{n: 2}, {n: {n: 3}}]); c = {n: 4}'), [
      { n: 1 },
      { n: 2 },
      { n: { n: 3 } },
      { n: 4 },
    ]);
  });

  it('leaves out names that are longer than any, wherever they stand', () => {
    const endless = Array.from({ length: 600 }, (_, index) => ({
      key: `${'x'.repeat(300)}userpool${index}`,
      value: `us-east-1_AbCdEf${index}`,
    }));
    const found = findInPairs([...endless, { key: 'UserPoolId', value: pool }], '');
    equal(found.length, 1);
    equal(found[0]?.raw.userPoolId, pool);
  });
});
