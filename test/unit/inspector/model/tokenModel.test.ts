import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { readToken, type FoundToken } from '../../../../src/inspector/model/anyToken';
import { pastedModel } from '../../../../src/inspector/model/inspectorModel';
import type { TokenSet } from '../../../../src/inspector/model/tokenSet';
import { accessClaims, clientId, idClaims, issuer, refreshToken, unsigned } from '../../../support/tokens';

function found(token: string): FoundToken {
  const read = readToken(token);
  ok(read);
  return read;
}

const id = found(unsigned(idClaims()));
const access = found(unsigned(accessClaims()));
const refresh = found(refreshToken);

function shown(tokens: TokenSet): ReturnType<typeof pastedModel> {
  return pastedModel({ key: 'key', heading: 'Pasted token', tokens, checks: {}, canVerify: false });
}

describe('pastedModel', () => {
  it('shows each token in its slot', () => {
    const model = shown({ id, access, other: refresh });
    equal(model.phase, 'token');
    equal(model.pool, issuer);
    equal(model.clientId, clientId);
    equal(model.tokens?.user, 'janedoe@example.com');
    equal(model.tokens.idToken?.title, 'ID token');
    equal(model.tokens.accessToken?.title, 'Access token');
    equal(model.tokens.otherToken?.title, 'Refresh token');
    match(model.tokens.otherToken.note ?? '', /encrypted JWE/);
    deepEqual(
      model.tokens.comparisons.map((comparison) => comparison.id),
      ['side_by_side'],
    );
    ok(model.tokens.guidance);
    equal(model.tokens.userInfo, undefined);
    equal(model.tokens.issuedAt, undefined);
  });

  it('shows the role of an ID token that names one', () => {
    const arn = 'arn:aws:iam::111122223333:role/admin';
    const named = found(unsigned(idClaims({ 'cognito:preferred_role': arn })));
    equal(shown({ id: named }).tokens?.idToken?.awsRole?.arn, arn);
    equal(shown({ id }).tokens?.idToken?.awsRole, undefined);
    const other = found(unsigned(accessClaims({ 'cognito:preferred_role': arn })));
    equal(shown({ access: other }).tokens?.accessToken?.awsRole, undefined);
  });

  it('holds no part of a raw token', () => {
    const text = JSON.stringify(shown({ id, access, other: refresh }));
    for (const { token } of [id, access, refresh]) {
      for (const part of token.split('.').filter(({ length }) => length > 8)) {
        equal(text.includes(part), false);
      }
    }
  });

  it('shows a token of another issuer', () => {
    const other = found(
      unsigned({ iss: 'https://issuer.example.com/', sub: 'me', aud: 'api', exp: 1 }, { alg: 'ES256' }),
    );
    const model = shown({ other });
    equal(model.pool, 'https://issuer.example.com/');
    equal(model.clientId, 'api');
    equal(model.tokens?.user, 'me');
    equal(model.tokens.otherToken?.expiresAt, 1000);
    equal(model.tokens.otherToken.note, undefined);
    equal(model.tokens.guidance, undefined);
  });

  it('says that the ID token was not pasted, and advises nothing about sessions', () => {
    const scoped = found(unsigned(accessClaims({ scope: 'openid email' })));
    const { guidance } = shown({ access: scoped }).tokens ?? {};
    match(guidance?.summary ?? '', /access token.*ID token, which was not pasted/);
    const pool = guidance?.advice.find(({ target }) => target.startsWith('Identity pool'));
    deepEqual(pool, {
      target: 'Identity pool, for AWS credentials',
      send: 'neither',
      reason: 'It takes the ID token. No ID token was pasted.',
    });
    doesNotMatch(JSON.stringify(guidance), /this session|not granted|sign in again/i);
  });

  it('shows an encrypted token without claims', () => {
    const model = shown({ other: refresh });
    equal(model.tokens?.otherToken?.claims.total, 0);
    equal(model.tokens.user, '');
    equal(model.pool, '');
  });

  it('recognises the access token of a machine client', () => {
    equal(shown({ access: found(unsigned(accessClaims({ username: undefined }))) }).machine, true);
    equal(shown({ access }).machine, false);
    equal(shown({ id, access: found(unsigned(accessClaims({ username: undefined }))) }).machine, false);
  });
});
