import { deepEqual, equal, ok } from 'node:assert/strict';
import { importText, largestFile } from '../../../../../src/profiles/add/importers/importText';
import { objectLiterals } from '../../../../../src/profiles/add/importers/javascript';
import { findInPairs } from '../../../../../src/profiles/add/importers/pairs';
import { client, pool } from '../../../../support/profileDrafts';

/** The processor time of this process in milliseconds, so that other processes do not count. */
function processorTime(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  return process.cpuUsage(start).user / 1000;
}

const outputs = (pairs: readonly (readonly [string, string])[]): string =>
  JSON.stringify(Object.fromEntries(pairs));
const long = 'x'.repeat(150);

describe('importText, objectLiterals and findInPairs with slow texts', function () {
  this.timeout(120_000);

  const hostile: readonly (readonly [what: string, name: string, text: string])[] = [
    ['a file full of object literals', 'aws-exports.js', 'x={a:1};'.repeat(24_000)],
    ['a list of object literals', 'aws-exports.js', `[${'{},'.repeat(66_000)}]`],
    ['a very long name', 'cdk-outputs.json', outputs([[`${'redirect'.repeat(24_000)}out`, pool]])],
    ['a very long variable name', '.env', `COGNITO_${'redirect'.repeat(24_000)}out=${pool}`],
    [
      'pools and clients whose long names begin with the same text',
      'cdk-outputs.json',
      outputs(
        Array.from({ length: 500 }, (_, index) => [
          [`${long}pool${index}`, `us-east-1_AbCdEf${index}`] as const,
          [`${long}clientid${index}`, `${client}${index}`] as const,
        ]).flat(),
      ),
    ],
    ['thousands of assignments to one variable', '.env', `A_COGNITO_CLIENT_ID=${client}\n`.repeat(4000)],
    ['many long values', '.env', `A_COGNITO_X=${'a.'.repeat(1000)}\n`.repeat(90)],
  ];
  for (const [what, name, text] of hostile) {
    it(`reads ${what} within 1.5 seconds`, () => {
      ok(text.length <= largestFile && text.length > largestFile / 3, `${text.length} characters`);
      const time = processorTime(() => importText(name, text));
      ok(time < 1500, `It took ${time} ms.`);
    });
  }

  it('reads texts that are larger than the size limit within three seconds', () => {
    ok(processorTime(() => objectLiterals('x={a:1};'.repeat(120_000))) < 3000);
    ok(
      processorTime(() => findInPairs([{ key: `${'redirect'.repeat(60_000)}out`, value: pool }], '')) < 1000,
    );
  });
});

describe('objectLiterals', () => {
  it('returns object literals in their order', () => {
    deepEqual(objectLiterals('a({n: 1}); b([{n: 2}, {n: {n: 3}}]); c = {n: 4}'), [
      { n: 1 },
      { n: 2 },
      { n: { n: 3 } },
      { n: 4 },
    ]);
  });
});

describe('findInPairs', () => {
  it('leaves out pairs with overlong names', () => {
    const overlong = Array.from({ length: 600 }, (_, index) => ({
      key: `${'x'.repeat(300)}userpool${index}`,
      value: `us-east-1_AbCdEf${index}`,
    }));
    const found = findInPairs([...overlong, { key: 'UserPoolId', value: pool }], '');
    equal(found.length, 1);
    equal(found[0]?.raw.userPoolId, pool);
  });
});
