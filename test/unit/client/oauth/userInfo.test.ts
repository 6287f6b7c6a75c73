import { deepEqual, equal, ok } from 'node:assert/strict';
import { revoke } from '../../../../src/client/oauth/tokens';
import { fetchUserInfo } from '../../../../src/client/oauth/userInfo';
import type { Fetch } from '../../../../src/client/oauth/tokenRequest';
import type { Claims } from '../../../../src/core/jwt';
import { accessClaims, clientId, refreshToken, subject, unsigned } from '../../../support/tokens';
import { endpoints, signInHost } from '../../../support/sessions';
import { answering, assertSilent, fails, formOf, html, json, raw } from '../../../support/answers';

const host = new URL(signInHost).host;
const accessToken = unsigned(accessClaims());

function ask(fetch: Fetch, sub = subject): Promise<Claims> {
  return fetchUserInfo({ endpoints, clientId, fetch }, accessToken, sub);
}

async function refused(
  make: () => Response,
  ...[code, detail]: [Parameters<typeof fails>[1], Parameters<typeof fails>[2]]
): Promise<void> {
  const error = await fails(ask(answering(make).fetch), code, { host, ...detail });
  assertSilent(error, [accessToken, accessToken.split('.')[2] ?? '']);
}

describe('fetchUserInfo', () => {
  it('sends the access token in the header and nowhere else', async () => {
    const { fetch, sent } = answering(() => json({ sub: subject }));
    await ask(fetch);
    equal(sent.length, 1);
    equal(sent[0]?.url, endpoints.userInfo);
    equal(sent[0].init.method, 'GET');
    equal(sent[0].init.redirect, 'manual');
    equal(new Headers(sent[0].init.headers).get('authorization'), `Bearer ${accessToken}`);
    ok(sent[0].init.body === undefined || sent[0].init.body === null);
  });

  it('returns the claims unchanged, also text in place of booleans', async () => {
    const answer = {
      sub: subject,
      email_verified: 'true',
      phone_number_verified: 'false',
      'custom:tenant': 'Zürich',
      email: 'janedoe@example.com',
      username: 'janedoe',
    };
    deepEqual(await ask(answering(() => json(answer)).fetch), answer);
  });

  it('throws userinfo_other_subject for claims about another user', async () => {
    for (const sub of ['another', '', undefined, null, 7, [subject], { sub: subject }]) {
      await refused(() => json({ sub, email: 'eve@example.com' }), 'userinfo_other_subject', {
        email: undefined,
      });
    }
    await refused(
      () => raw(`{"__proto__":{"sub":"${subject}"}}`, 200, { 'content-type': 'application/json' }),
      'userinfo_other_subject',
      {},
    );
  });

  describe('reads the reason of a refusal from a challenge without a scheme', () => {
    const expired = 'Access token is expired, disabled, or deleted, or the user has globally signed out.';
    const challenges: readonly (readonly [number, string, string | undefined, string | undefined])[] = [
      [401, `error="invalid_token", error_description="${expired}"`, 'invalid_token', expired],
      [401, `Bearer error="invalid_token", error_description="${expired}"`, 'invalid_token', expired],
      [401, 'error="invalid_token"', 'invalid_token', undefined],
      [
        401,
        'error_description="Access token does not contain openid scope"',
        undefined,
        'Access token does not contain openid scope',
      ],
      [
        400,
        'error="invalid_request", error_description="Bad OAuth2 request at UserInfo Endpoint"',
        'invalid_request',
        'Bad OAuth2 request at UserInfo Endpoint',
      ],
      [403, 'Bearer realm="x"', undefined, undefined],
      [401, `error="${'e'.repeat(101)}"`, undefined, undefined],
      [401, 'error=""', undefined, undefined],
    ];
    for (const [status, header, error, description] of challenges) {
      it(`in ${status} ${header.slice(0, 90)}`, async () => {
        const make = (): Response => raw(null, status, { 'www-authenticate': header });
        await refused(make, 'userinfo_refused', { status, error, description });
      });
    }

    it('and only the status without a challenge', async () => {
      for (const status of [400, 401, 404, 405, 429, 500, 503]) {
        await refused(() => raw(null, status), 'userinfo_refused', { status, error: undefined });
        await refused(() => html(status), 'userinfo_refused', { status });
      }
    });

    it('and follows no redirect', async () => {
      const { fetch, sent } = answering(() => raw(null, 307, { location: 'https://evil.tld/' }));
      await fails(ask(fetch), 'userinfo_refused', { status: 307 });
      equal(sent.length, 1);
    });
  });

  const answers: readonly (readonly [string, () => Response])[] = [
    ['a web page', () => html()],
    ['nothing', () => raw(null)],
    ['truncated JSON', () => raw(`{"sub":"${subject}"`, 200, { 'content-type': 'application/json' })],
    ['a list', () => json([{ sub: subject }])],
    ['null', () => json(null)],
    ['text', () => json(subject)],
    ['a signed answer', () => raw(unsigned({ sub: subject }), 200, { 'content-type': 'application/jwt' })],
  ];
  for (const [name, make] of answers) {
    it(`throws response_unexpected for ${name}`, async () => {
      await refused(make, 'response_unexpected', { status: 200 });
    });
  }

  it('sends a request over plain http on loopback only', async () => {
    const { fetch, sent } = answering(() => json({ sub: subject }));
    const plain = { ...endpoints, userInfo: endpoints.userInfo.replace('https:', 'http:') };
    const work = fetchUserInfo({ endpoints: plain, clientId, fetch }, accessToken, subject);
    assertSilent(await fails(work, 'response_unexpected'), [accessToken]);
    equal(sent.length, 0);
  });
});

describe('revoke', () => {
  const revoked = (make: () => Response): Promise<void> =>
    revoke({ endpoints, clientId, fetch: answering(make).fetch }, refreshToken);

  it('sends the refresh token once', async () => {
    const { fetch, sent } = answering(() => raw(null));
    await revoke({ endpoints, clientId, fetch }, refreshToken);
    equal(sent.length, 1);
    equal(sent[0]?.url, endpoints.revocation);
    deepEqual(formOf(sent[0]), { token: refreshToken, client_id: clientId });
  });

  it('accepts status 200 with any body', async () => {
    await revoked(() => raw(null));
    await revoked(() => json({}));
    await revoked(() => html());
  });

  for (const error of ['invalid_request', 'unsupported_token_type']) {
    it(`throws token_refused for status 400 with ${error}`, async () => {
      const detail = { host, status: 400, error };
      assertSilent(
        await fails(
          revoked(() => json({ error }, 400)),
          'token_refused',
          detail,
        ),
        [refreshToken],
      );
    });
  }

  it('throws token_refused for status 401, with and without a challenge', async () => {
    const plain = (): Response => json({ error: 'invalid_client' }, 401);
    await fails(revoked(plain), 'token_refused', { status: 401, error: 'invalid_client' });
    const challenge = (): Response => raw(null, 401, { 'www-authenticate': 'Basic realm="a"' });
    await fails(revoked(challenge), 'token_refused', { status: 401, error: 'invalid_client' });
    const schemeless = (): Response =>
      json({ error: 'invalid_client' }, 401, { 'www-authenticate': 'error="invalid_client"' });
    await fails(revoked(schemeless), 'token_refused', { status: 401, error: 'invalid_client' });
  });

  it('throws response_unexpected for any other answer', async () => {
    const unexpected: readonly (readonly [() => Response, number])[] = [
      [() => raw(null, 405), 405],
      [() => html(400), 400],
      [() => json({}, 429), 429],
      [() => html(500), 500],
      [() => raw(null, 307, { location: 'https://evil.tld/' }), 307],
    ];
    for (const [make, status] of unexpected) {
      assertSilent(await fails(revoked(make), 'response_unexpected', { host, status }), [refreshToken]);
    }
  });
});
