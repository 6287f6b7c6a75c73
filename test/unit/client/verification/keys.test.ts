import { deepEqual, equal, ok } from 'node:assert/strict';
import { CognitoError } from '../../../../src/core/errors';
import { createKeyCache, type KeyCache } from '../../../../src/client/verification/keys';
import { isUnread } from '../../../../src/client/verification/verifyToken';
import { accessClaims, idClaims, issuer, poolKeys, unsigned, type PoolKeys } from '../../../support/tokens';
import { html, json, raw } from '../../../support/answers';

const uri = `${issuer}/.well-known/jwks.json`;
const known = unsigned(idClaims(), { alg: 'RS256', kid: 'id-key=' });
const unknown = unsigned(idClaims(), { alg: 'RS256', kid: 'another' });

interface Pool {
  readonly cache: KeyCache;
  readonly asked: string[];
  now: number;
  answer: () => Response;
}

function pool(answer: () => Response): Pool {
  const made: Pool = {
    asked: [],
    now: 1_000_000,
    answer,
    cache: createKeyCache(
      (url) => {
        made.asked.push(url);
        return Promise.resolve(made.answer());
      },
      () => made.now,
    ),
  };
  return made;
}

describe('createKeyCache', () => {
  let keys: PoolKeys;
  before(async () => {
    keys = await poolKeys();
  });
  const sound = (): Response => json(keys.jwks);

  it('reads a key set once for calls at the same time', async () => {
    const { cache, asked } = pool(sound);
    const sets = await Promise.all(Array.from({ length: 1000 }, () => cache.for(uri, [known, undefined])));
    deepEqual(asked, [uri]);
    for (const set of sets) deepEqual(set, keys.jwks);
    await cache.for(uri, [known]);
    equal(asked.length, 1);
  });

  it('reads a key set again after the clock was set back', async () => {
    const made = pool(sound);
    await made.cache.for(uri, [known]);
    made.now -= 86_400_000;
    await made.cache.for(uri, [known]);
    equal(made.asked.length, 2);
  });

  it('keeps the sets of two pools apart', async () => {
    const { cache, asked } = pool(sound);
    await cache.for(uri, []);
    await cache.for('https://other.example.com/jwks.json', []);
    deepEqual(asked, [uri, 'https://other.example.com/jwks.json']);
  });

  it('does not read again for a key that a fresh set lacks', async () => {
    const { cache, asked } = pool(sound);
    deepEqual(await cache.for(uri, [unknown]), keys.jwks);
    equal(asked.length, 1);
  });

  it('reads again for an unknown key, at most once in 30 seconds', async () => {
    const state = pool(sound);
    await state.cache.for(uri, [known]);
    state.now += 29_999;
    await state.cache.for(uri, [unknown]);
    equal(state.asked.length, 1);
    state.now += 1;
    await state.cache.for(uri, [known]);
    equal(state.asked.length, 1);
    await state.cache.for(uri, [known, unknown]);
    equal(state.asked.length, 2);
    await state.cache.for(uri, [unknown]);
    equal(state.asked.length, 2);
    state.now += 30_000;
    await state.cache.for(uri, [unknown]);
    equal(state.asked.length, 3);
  });

  it('reads again once for many calls with unknown keys', async () => {
    const state = pool(sound);
    await state.cache.for(uri, []);
    state.now += 60_000;
    await Promise.all(Array.from({ length: 1000 }, () => state.cache.for(uri, [unknown])));
    equal(state.asked.length, 2);
  });

  it('finds a key that the pool added after the first read', async () => {
    const state = pool(() => json({ keys: keys.jwks.keys.slice(1) }));
    const before = await state.cache.for(uri, [known]);
    ok(!isUnread(before));
    equal(before.keys.length, 1);
    state.answer = sound;
    state.now += 30_000;
    deepEqual(await state.cache.for(uri, [known]), keys.jwks);
  });

  it('does not read again for a token without a key name, or for garbage', async () => {
    const state = pool(sound);
    await state.cache.for(uri, []);
    state.now += 60_000;
    const nameless = unsigned(accessClaims(), { alg: 'RS256' });
    await state.cache.for(uri, [nameless, unsigned({}, { kid: 7 }), 'garbage', '', undefined]);
    equal(state.asked.length, 1);
  });

  const { host } = new URL(uri);
  const useless = `${host} could not be read.`;
  const noSet = `The answer of ${host} is not a key set.`;
  const failures: readonly (readonly [string, string, () => Response])[] = [
    ['a web page', useless, () => html()],
    ['status 500', `${host} answered with status 500.`, () => json({ keys: [] }, 500)],
    [
      'status 403',
      `${host} answered with status 403. A firewall probably refused the request.`,
      () => html(403),
    ],
    ['status 404', `${host} answered with status 404.`, () => json({ keys: [] }, 404)],
    [
      'a redirect',
      `${host} answered with status 307.`,
      () => raw(null, 307, { location: 'https://evil.tld/jwks.json' }),
    ],
    ['nothing', useless, () => raw(null)],
    ['truncated JSON', useless, () => raw('{"keys":[{"kid"')],
    ['no keys', noSet, () => json({})],
    ['keys that are no list', noSet, () => json({ keys: { kid: 'id-key=' } })],
    ['keys that are no objects', noSet, () => json({ keys: [{}, null] })],
    ['keys that are texts', noSet, () => json({ keys: ['key'] })],
    ['text', noSet, () => json('keys')],
    ['null', noSet, () => json(null)],
  ];
  for (const [name, unread, answer] of failures) {
    it(`returns the reason when the pool answers ${name}, and reads again next time`, async () => {
      const state = pool(answer);
      deepEqual(await state.cache.for(uri, [known]), { unread });
      state.answer = sound;
      deepEqual(await state.cache.for(uri, [known]), keys.jwks);
      equal(state.asked.length, 2);
    });
  }

  it('returns the reason when the request fails', async () => {
    for (const [error, unread] of [
      [new Error('no network'), useless],
      [new CognitoError('network', { host, reason: 'ENOTFOUND' }), `${host} could not be reached.`],
      [new CognitoError('timeout', { host }), `${host} did not answer in time.`],
      [
        new CognitoError('response_too_large', { host }),
        `The request to ${host} failed (response_too_large).`,
      ],
    ] as const) {
      const cache = createKeyCache(
        () => Promise.reject(error),
        () => 0,
      );
      deepEqual(await cache.for(uri, [known]), { unread });
    }
  });

  it('reads once for many calls after a failure', async () => {
    const state = pool(() => html());
    await state.cache.for(uri, []);
    await Promise.all(Array.from({ length: 100 }, () => state.cache.for(uri, [known])));
    equal(state.asked.length, 2);
  });
});
