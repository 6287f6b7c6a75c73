import { doesNotMatch, equal, match, notEqual, ok } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { LocalPool } from '../../../src/localPool/localPool';
import {
  Clock,
  callback,
  password,
  startPool,
  stopPools,
  withPublicClient,
  withKim,
} from '../../support/localPools';
import {
  authorize,
  authorizeQuery,
  cookies,
  get,
  location,
  openLogin,
  post,
  signIn,
  submitLogin,
} from '../../support/localPoolRequests';
import { defaultLocalPoolConfig } from '../../../src/localPool/defaults';

describe('sign-in page of the local user pool', () => {
  let pool: LocalPool;

  before(async () => {
    pool = await startPool();
  });
  after(stopPools);

  describe('login page', () => {
    it('shows a form that works without scripts', async () => {
      const { html } = await openLogin(pool);
      match(html, /<html lang="en">/);
      match(html, /<label for="username">/);
      match(html, /<label for="password">/);
      match(html, /<input id="username"[^>]* autofocus>/);
      match(html, /autocomplete="current-password"/);
      match(html, /Local user pool/);
      match(html, /to continue to Public app/);
      for (const user of pool.config.users) {
        ok(html.includes(user.username));
      }
      doesNotMatch(html, /<script/);
    });

    it('has a content security policy that allows its own style only, and any redirect', async () => {
      const response = await get(pool, `/login?${authorizeQuery()}`);
      const policy = response.headers.get('content-security-policy') ?? '';
      match(policy, /default-src 'none'/);
      match(policy, /frame-ancestors 'none'/);
      doesNotMatch(policy, /unsafe|form-action/);
      const style = /<style>([^]*)<\/style>/.exec(await response.text())?.[1] ?? '';
      ok(policy.includes(`'sha256-${createHash('sha256').update(style).digest('base64')}'`));
      equal(response.headers.get('x-frame-options'), 'DENY');
    });

    it('fills in the login hint as escaped text', async () => {
      const { html } = await openLogin(pool, { login_hint: '"><script>alert(1)</script>' });
      match(html, /value="&quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;"/);
      doesNotMatch(html, /<script/);
      match(html, /<input id="password"[^>]* autofocus>/);
    });

    it('shows each user as a link that fills in the user name', async () => {
      const { html } = await openLogin(pool);
      const href = /<a href="([^"]+login_hint=zo[^"]+)">/.exec(html)?.[1]?.replaceAll('&amp;', '&');
      ok(href);
      match(await (await get(pool, href)).text(), /name="username" type="text" value="zoë"/);
    });

    it('does not show the password of a configured user', async () => {
      const own = await startPool({ config: withKim({ password: 'not-for-show' }) });
      const { html } = await openLogin(own);
      match(html, /kim/);
      doesNotMatch(html, new RegExp(`not-for-show|${password}`));
    });

    it('redirects to the callback URL at once when the browser is signed in', async () => {
      const { session } = await signIn(pool);
      match(location(await get(pool, `/login?${authorizeQuery()}`, { cookie: session })), /\?code=/);
    });

    it('responds with status 400 without the parameters of an authorization request', async () => {
      equal((await get(pool, '/login')).status, 400);
      equal((await get(pool, '/login?client_id=x')).status, 400);
    });

    it('responds with status 403 when the client has no branding style', async () => {
      const own = await startPool({ config: { ...defaultLocalPoolConfig(), brandingless: true } });
      match(location(await authorize(own)), /\/login\?/);
      const response = await get(own, `/login?${authorizeQuery()}`);
      equal(response.status, 403);
      match(await response.text(), /Login pages unavailable\. Please contact an administrator\./);
    });
  });

  describe('login form', () => {
    it('sets the session cookie and sends code and state to the callback', async () => {
      const response = await submitLogin(pool);
      match(location(response), /^http:\/\/localhost:8400\/callback\?code=[0-9a-f-]{36}&state=st4te$/);
      const line = response.headers.getSetCookie().find((cookie) => cookie.startsWith('cognito='));
      match(line ?? '', /^cognito=[0-9a-f-]{36}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=3600$/);
    });

    it('redirects to a callback URL with a custom scheme', async () => {
      const uri = 'vscode://cognito-tools.cognito-token-inspector/callback';
      const answer = location(await submitLogin(pool, { redirect_uri: uri }));
      ok(answer.startsWith(`${uri}?code=`));
    });

    it('accepts a user name in any case and Unicode form, and an e-mail address', async () => {
      for (const name of ['JANE', 'jane.doe@example.com', 'zoë', 'zoe\u0308', ' zoë ']) {
        match(location(await submitLogin(pool, {}, name)), /\?code=/, name);
      }
    });

    it('shows the page again with the same user name for an unknown user or a wrong password', async () => {
      for (const [name, secret] of [
        ['jane', 'wrong'],
        ['unknown', password],
        ['', ''],
      ] as const) {
        const response = await submitLogin(pool, {}, name, secret);
        equal(response.status, 200);
        const html = await response.text();
        match(html, /role="alert">Incorrect username or password\.</);
        ok(html.includes(`name="username" type="text" value="${name}"`));
        doesNotMatch(cookies(response), /cognito=/);
      }
    });

    it('escapes the user name when it shows the page again', async () => {
      const html = await (await submitLogin(pool, {}, '<img src=x>', 'x')).text();
      doesNotMatch(html, /<img/);
    });

    it('shows the page again when the user is disabled', async () => {
      const own = await startPool({ config: withKim({ disabled: true }) });
      match(await (await submitLogin(own, {}, 'kim')).text(), /User is disabled\./);
    });

    it('refuses a form whose CSRF token does not match its cookie', async () => {
      const login = await openLogin(pool);
      const fields = { username: 'jane', password };
      const attempts = [
        post(pool, login.path, { ...fields, _csrf: login.csrf }),
        post(pool, login.path, fields, { cookie: login.cookies }),
        post(pool, login.path, { ...fields, _csrf: 'other' }, { cookie: login.cookies }),
        post(pool, login.path, { ...fields, _csrf: '' }, { cookie: 'XSRF-TOKEN=' }),
      ];
      for (const response of await Promise.all(attempts)) {
        equal(response.status, 403);
        match(await response.text(), /no longer valid/);
        doesNotMatch(cookies(response), /cognito=/);
      }
    });

    it('keeps the CSRF token of another tab valid', async () => {
      const first = await openLogin(pool);
      const second = await get(pool, first.path, { cookie: first.cookies });
      equal(cookies(second), first.cookies);
    });

    it('checks the authorization request again when the form is sent', async () => {
      const path = `/login?${authorizeQuery({ redirect_uri: 'https://evil.example/' })}`;
      match(location(await post(pool, path, {})), /\/error\?error=redirect_mismatch/);
    });
  });

  it('ends the login session after an hour and starts a new one at each sign-in', async () => {
    const clock = new Clock();
    const own = await startPool({ now: clock.now });
    const { session } = await signIn(own);
    clock.forward(3599);
    match(location(await authorize(own, {}, { cookie: session })), /\?code=/);
    clock.forward(1);
    match(location(await authorize(own, {}, { cookie: session })), /\/login\?/);
    notEqual((await signIn(own)).session, session);
  });

  it('marks cookies as Secure when the domain is https', async () => {
    const own = await startPool({
      publicDomainOrigin: 'https://demo.auth.us-east-1.amazoncognito.com',
      config: withPublicClient({}),
    });
    const response = await submitLogin(own);
    ok(location(response).startsWith(callback));
    match(response.headers.getSetCookie()[0] ?? '', /; Secure$/);
  });
});
