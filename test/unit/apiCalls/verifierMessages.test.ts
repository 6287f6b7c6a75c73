import { equal, notEqual } from 'node:assert/strict';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import type { SentToken } from '../../../src/apiCalls/answer';
import type { CauseId } from '../../../src/apiCalls/causes';
import { explainAnswer } from '../../../src/apiCalls/explainAnswer';
import { clientId, poolKeys, userPoolId } from '../../support/tokens';
import { access, answer, id } from './answers';

/** What an API wants from a token. */
interface Wanted {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly tokenUse: 'id' | 'access';
  readonly scope?: string;
}

/** The message of the library that AWS offers for it. */
async function messageOf(wanted: Wanted, { claims }: SentToken): Promise<string> {
  const keys = await poolKeys();
  const verifier = CognitoJwtVerifier.create(wanted);
  verifier.cacheJwks(keys.jwks as { keys: [] });
  const token = await keys.sign(claims);
  try {
    verifier.verifySync(token);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

const later = { exp: 4_000_000_000 };
const foreign = { ...later, iss: 'https://login.example.com' };
const wanted = { userPoolId, clientId, tokenUse: 'access' } as const;

const rows: readonly (readonly [said: string, wanted: Wanted, sent: SentToken, cause: CauseId])[] = [
  ['an ID token', wanted, id(later), 'access_token_wanted'],
  ['an access token', { ...wanted, tokenUse: 'id' }, access(later), 'id_token_wanted'],
  ['another client', { ...wanted, clientId: 'other' }, access(later), 'audience_wrong'],
  ['another audience', { ...wanted, tokenUse: 'id', clientId: 'other' }, id(later), 'audience_wrong'],
  ['another issuer', wanted, access(foreign), 'issuer_wrong'],
  ['a missing scope', { ...wanted, scope: 'orders/write' }, access(later), 'scope_missing'],
  ['an expired token', wanted, access(), 'token_expired'],
];

describe('explainAnswer and the messages of aws-jwt-verify', () => {
  for (const [said, api, sent, cause] of rows) {
    it(`names the cause for ${said}: ${cause}`, async () => {
      const message = await messageOf(api, sent);
      notEqual(message, '');
      equal(explainAnswer(answer(401, {}, { message }), sent).cause, cause, message);
      equal(explainAnswer(answer(403, {}, { error: message }), undefined).cause, cause, message);
    });
  }

  it('offers no token of another kind when the token that was sent is not known', () => {
    for (const kind of ['id', 'access']) {
      const message = `Token use not allowed: ${kind}. Expected: another`;
      equal(explainAnswer(answer(401, {}, { message }), undefined).action, undefined);
    }
  });
});
