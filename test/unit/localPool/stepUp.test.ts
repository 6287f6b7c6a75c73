import { deepEqual, doesNotMatch, equal, match, notEqual, ok } from 'node:assert/strict';
import { defaultLocalPoolConfig } from '../../../src/localPool/defaults';
import type { LocalPool } from '../../../src/localPool/localPool';
import { Clock, startPool, stopPools, withKim } from '../../support/localPools';
import {
  authorize,
  decode,
  exchange,
  location,
  obtainTokens,
  refresh,
  signIn,
  submitLogin,
  tokensIn,
  type Parameters,
  type Tokens,
} from '../../support/localPoolRequests';
import {
  codePage,
  openCodePage,
  signedIn,
  signInWithCode,
  submitCode,
  tokensWithCode,
  type CodePage,
} from '../../support/secondSteps';

const loa = (...levels: readonly number[]): string =>
  levels.map((level) => `urn:cognito:loa:${level}`).join(' ');

const password = { acr: loa(1), amr: ['pwd'] };
const app = { acr: loa(4), amr: ['pwd', 'otp', 'mfa'] };

/** `acr` and `amr`, which the access token and the ID token must have in common. */
function levelIn({ access_token, id_token }: Tokens): unknown {
  const levels = [access_token, id_token].map((token) => {
    const { acr, amr } = decode(token);
    return { acr, amr };
  });
  deepEqual(levels[0], levels[1]);
  return levels[0];
}

describe('authentication levels of the local user pool', () => {
  let clock: Clock;
  let pool: LocalPool;

  beforeEach(async () => {
    clock = new Clock();
    pool = await startPool({ now: clock.now });
  });
  afterEach(stopPools);

  const codePageAfterPassword = async (changes: Parameters, username = 'jane'): Promise<CodePage> =>
    codePage(await submitLogin(pool, changes, username), changes);

  describe('acr_values', () => {
    it('names the level of a sign-in with a password when none is requested', async () => {
      deepEqual(levelIn(await obtainTokens(pool)), password);
    });

    it('asks for a code by e-mail for level 3, and for one of an app for level 4', async () => {
      deepEqual(levelIn(await tokensWithCode(pool, { acr_values: loa(3) })), {
        acr: loa(3),
        amr: ['pwd', 'email_otp', 'mfa'],
      });
      deepEqual(levelIn(await tokensWithCode(pool, { acr_values: loa(4) })), app);
    });

    it('asks for a code by SMS when the user has no e-mail address', async () => {
      pool = await startPool({ config: withKim({ attributes: { phone_number: '+12065551212' } }) });
      deepEqual(levelIn(await tokensWithCode(pool, { acr_values: loa(3) }, 'kim')), {
        acr: loa(3),
        amr: ['pwd', 'sms', 'mfa'],
      });
    });

    it('takes the first level that is known and that the user can reach', async () => {
      deepEqual(levelIn(await tokensWithCode(pool, { acr_values: `urn:other ${loa(2, 4, 1)}` })), app);
      for (const acr_values of [loa(1, 4), loa(2), 'urn:other', loa(5)]) {
        deepEqual(levelIn(await obtainTokens(pool, { acr_values })), password, acr_values);
      }
      pool = await startPool({ config: withKim() });
      deepEqual(levelIn(await tokensWithCode(pool, { acr_values: loa(3, 4) }, 'kim')), app);
      deepEqual(levelIn(await obtainTokens(pool, { acr_values: loa(3, 1) }, 'kim')), password);
    });

    it('keeps the level when tokens are refreshed', async () => {
      const first = await tokensWithCode(pool, { acr_values: loa(4) });
      clock.forward(600);
      const second = await tokensIn(await refresh(pool, first.refresh_token));
      deepEqual(levelIn(second), app);
      equal(decode(second.id_token)['auth_time'], decode(first.id_token)['auth_time']);
    });

    it('asks a signed-in browser for the code only', async () => {
      const { session } = await signIn(pool);
      clock.forward(60);
      match(location(await authorize(pool, { acr_values: loa(4) }, { cookie: session })), /\/login\?/);
      const page = await openCodePage(pool, session, { acr_values: loa(4) });
      doesNotMatch(page.html, /name="password"/);
      const stepped = signedIn(await submitCode(pool, page));
      notEqual(stepped.session, session);
      const tokens = await tokensIn(await exchange(pool, stepped.code));
      deepEqual(levelIn(tokens), app);
      equal(decode(tokens.id_token)['auth_time'], Math.floor(clock.ms / 1000));
    });

    it('asks for nothing when the browser has reached the level', async () => {
      const { session } = await signInWithCode(pool, { acr_values: loa(4) });
      for (const acr_values of [loa(4), loa(3), loa(2), loa(1)]) {
        match(location(await authorize(pool, { acr_values }, { cookie: session })), /\?code=/, acr_values);
      }
    });

    it('raises level 3 to level 4, and tells every method', async () => {
      const { session } = await signInWithCode(pool, { acr_values: loa(3) });
      const page = await openCodePage(pool, session, { acr_values: loa(4) });
      const { code } = signedIn(await submitCode(pool, page));
      deepEqual(levelIn(await tokensIn(await exchange(pool, code))), {
        acr: loa(4),
        amr: ['pwd', 'email_otp', 'otp', 'mfa'],
      });
    });

    it('answers login_required with prompt=none when the level is not reached', async () => {
      const { session } = await signIn(pool);
      const changes = { acr_values: loa(4), prompt: 'none' };
      match(location(await authorize(pool, changes, { cookie: session })), /\?error=login_required/);
    });
  });

  describe('max_age', () => {
    const answer = async (max_age: string, session: string): Promise<string> =>
      location(await authorize(pool, { max_age }, { cookie: session }));

    it('asks to sign in again when the sign-in is older, and always with 0', async () => {
      const { session } = await signIn(pool);
      match(await answer('0', session), /\/login\?/);
      clock.forward(60);
      match(await answer('60', session), /\?code=/);
      clock.forward(1);
      match(await answer('60', session), /\/login\?/);
    });

    it('asks for the password again, and not only for the code', async () => {
      const { session } = await signInWithCode(pool, { acr_values: loa(4) });
      clock.forward(61);
      const changes = { acr_values: loa(4), max_age: '60' };
      const at = location(await authorize(pool, changes, { cookie: session }));
      const { pathname, search } = new URL(at);
      match(await (await fetch(pool.origin + pathname + search)).text(), /name="password"/);
    });

    it('refuses an age that is no number of seconds', async () => {
      for (const max_age of ['-1', 'x', '1.5', '1e3']) {
        match(await answer(max_age, ''), /\?error=invalid_request/, max_age);
      }
    });
  });

  describe('page for the code', () => {
    const changes = { acr_values: loa(4) };

    it('shows the code, and a form that works without scripts', async () => {
      const { html, fields } = await codePageAfterPassword(changes);
      match(html, /<label for="code">Code from the authenticator app<\/label>/);
      match(html, /autocomplete="one-time-code"/);
      match(html, /as jane, to continue to Public app/);
      ok(html.includes(fields.code));
      doesNotMatch(html, /<script/);
    });

    it('shows another code after a wrong one, and accepts each code once', async () => {
      const page = await codePageAfterPassword(changes);
      const wrong = page.fields.code === '000000' ? '000001' : '000000';
      const again = await codePage(await submitCode(pool, page, wrong), changes);
      match(again.html, /role="alert">Incorrect code\./);
      match(await (await submitCode(pool, page)).text(), /no longer valid/);
      signedIn(await submitCode(pool, again));
      match(await (await submitCode(pool, again)).text(), /no longer valid/);
    });

    it('accepts a code for three minutes', async () => {
      const page = await codePageAfterPassword(changes);
      clock.forward(180);
      match(await (await submitCode(pool, page)).text(), /no longer valid/);
    });

    it('does not sign in without the code', async () => {
      const page = await codePageAfterPassword(changes);
      doesNotMatch(page.cookies, /cognito=/);
      match(await (await submitCode(pool, page, '')).text(), /Incorrect code/);
    });

    it('refuses a code whose CSRF token does not match its cookie', async () => {
      const page = await codePageAfterPassword(changes);
      equal((await submitCode(pool, { ...page, cookies: '' })).status, 403);
    });
  });

  it('ignores levels and ages, and tells none, when step-up is off', async () => {
    pool = await startPool({ config: { ...defaultLocalPoolConfig(), stepUp: false } });
    const { code, session } = await signIn(pool, { acr_values: loa(4), max_age: '0' });
    const claims = decode((await tokensIn(await exchange(pool, code))).access_token);
    ok(!('acr' in claims) && !('amr' in claims));
    match(location(await authorize(pool, { max_age: '0' }, { cookie: session })), /\?code=/);
  });
});
