import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { assert as holds, property, string } from 'fast-check';
import type { ApiAnswer } from '../../../src/apiCalls/answer';
import { explainAnswer } from '../../../src/apiCalls/explainAnswer';
import { parsePastedAnswer } from '../../../src/apiCalls/pastedAnswer';
import { levelName } from '../../../src/core/levels';
import { accessClaims, unsigned } from '../../support/tokens';
import { access, explains, httpApi, textOf } from './answers';

/** An answer that asks for another sign-in. */
const challenge = (parameters: string): ApiAnswer =>
  httpApi(401, `Bearer error="insufficient_user_authentication"${parameters}`);

const level1 = access({ acr: 'urn:cognito:loa:1' });

describe('explainAnswer and a challenge for a stronger sign-in', () => {
  explains([
    [
      'levels and an age',
      challenge(', error_description="stronger", acr_values="urn:cognito:loa:4 gold", max_age="300"'),
      level1,
      'authentication_insufficient',
      /asks for the level urn:cognito:loa:4 or gold and a sign-in at most 5 minutes ago\. The token has the level urn:cognito:loa:1\. Sign in again\. The sign-in will ask for acr_values “urn:cognito:loa:4 gold” and max_age 300\.$/,
    ],
    [
      'an age without quotation marks',
      challenge(', max_age=0'),
      undefined,
      'authentication_insufficient',
      /It asks for a new sign-in\. Sign in again\. The sign-in will ask for max_age 0\.$/,
    ],
    [
      'neither',
      challenge(''),
      access(),
      'authentication_insufficient',
      /It names no level and no time\. The token names no level\. Look up in the documentation/,
    ],
  ]);

  it('reads a pasted answer', () => {
    const pasted = parsePastedAnswer(
      'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm="orders", error="insufficient_user_authentication", acr_values="urn:cognito:loa:3"\n\n',
    );
    deepEqual(pasted && explainAnswer(pasted, undefined).level, {
      acrValues: ['urn:cognito:loa:3'],
      maxAge: undefined,
    });
  });

  it('asks for ten levels at most, and for none that it cannot show', () => {
    const token = unsigned(accessClaims());
    const names = [
      'x'.repeat(65),
      token.slice(0, 60),
      '](command:x)',
      'é',
      'AKIAIOSFODNN7EXAMPLE00',
      ...Array.from({ length: 50 }, (_, index) => `level-${index}`),
    ];
    const explanation = explainAnswer(challenge(`, acr_values="${names.join(' ')}"`), level1);
    deepEqual(explanation.level?.acrValues, names.slice(5, 15));
    match(textOf(explanation), /Names of levels that cannot be asked for are left out\./);
    doesNotMatch(textOf(explanation), /eyJ|\]\(|x{65}|AKIA|é|level-10/);
  });

  it('asks for no age that is no whole number of seconds', () => {
    for (const age of ['-1', '1.5', 'soon', '99999999999', '']) {
      equal(explainAnswer(challenge(`, max_age="${age}"`), level1).level?.maxAge, undefined, age);
    }
  });

  it('asks for no name of an API that a level cannot have', () => {
    holds(
      property(string({ unit: 'binary', maxLength: 200 }), (text) => {
        const { level } = explainAnswer(challenge(`, acr_values="${text}", max_age="${text}"`), level1);
        for (const name of level?.acrValues ?? []) match(name, levelName);
        equal(level?.maxAge === undefined || Number.isSafeInteger(level.maxAge), true);
      }),
    );
  });
});
