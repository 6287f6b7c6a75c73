import { strict as assert } from 'node:assert';
import { createKeyCache } from '../../../../src/core/oauth/keys';
import type { KeyCache } from '../../../../src/core/oauth/keys';
import { accessClaims, idClaims, issuer, poolKeys, unsigned } from '../../../support/tokens';
import type { PoolKeys } from '../../../support/tokens';
import { html, json, raw } from '../answers';

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

describe('key cache', () => {
  let keys: PoolKeys;
  before(async () => {
    keys = await poolKeys();
  });
  const sound = (): Response => json(keys.jwks);

  it('reads a key set once, whoever asks at the same time', async () => {
    const { cache, asked } = pool(sound);
    const sets = await Promise.all(Array.from({ length: 1000 }, () => cache.for(uri, [known, undefined])));
    assert.deepEqual(asked, [uri]);
    for (const set of sets) assert.deepEqual(set, keys.jwks);
    await cache.for(uri, [known]);
    assert.equal(asked.length, 1);
  });

  it('keeps the sets of two pools apart', async () => {
    const { cache, asked } = pool(sound);
    await cache.for(uri, []);
    await cache.for('https://other.example.com/jwks.json', []);
    assert.deepEqual(asked, [uri, 'https://other.example.com/jwks.json']);
  });

  it('does not ask again for a key that a fresh set lacks', async () => {
    const { cache, asked } = pool(sound);
    assert.deepEqual(await cache.for(uri, [unknown]), keys.jwks);
    assert.equal(asked.length, 1);
  });

  it('asks again for an unknown key, at most once in 30 seconds', async () => {
    const state = pool(sound);
    await state.cache.for(uri, [known]);
    state.now += 29_999;
    await state.cache.for(uri, [unknown]);
    assert.equal(state.asked.length, 1);
    state.now += 1;
    await state.cache.for(uri, [known]);
    assert.equal(state.asked.length, 1);
    await state.cache.for(uri, [known, unknown]);
    assert.equal(state.asked.length, 2);
    await state.cache.for(uri, [unknown]);
    assert.equal(state.asked.length, 2);
    state.now += 30_000;
    await state.cache.for(uri, [unknown]);
    assert.equal(state.asked.length, 3);
  });

  it('asks again once for a crowd with unknown keys', async () => {
    const state = pool(sound);
    await state.cache.for(uri, []);
    state.now += 60_000;
    await Promise.all(Array.from({ length: 1000 }, () => state.cache.for(uri, [unknown])));
    assert.equal(state.asked.length, 2);
  });

  it('finds a key that the pool has got since', async () => {
    const state = pool(() => json({ keys: keys.jwks.keys.slice(1) }));
    const before = await state.cache.for(uri, [known]);
    assert.equal(before?.keys.length, 1);
    state.answer = sound;
    state.now += 30_000;
    assert.deepEqual(await state.cache.for(uri, [known]), keys.jwks);
  });

  it('does not ask again for a token without a key name, or for garbage', async () => {
    const state = pool(sound);
    await state.cache.for(uri, []);
    state.now += 60_000;
    const nameless = unsigned(accessClaims(), { alg: 'RS256' });
    await state.cache.for(uri, [nameless, unsigned({}, { kid: 7 }), 'garbage', '']);
    assert.equal(state.asked.length, 1);
  });

  const failures: readonly (readonly [string, () => Response])[] = [
    ['a web page', () => html()],
    ['status 500', () => json({ keys: [] }, 500)],
    ['status 404', () => json({ keys: [] }, 404)],
    ['a redirect', () => raw(null, 307, { location: 'https://evil.tld/jwks.json' })],
    ['nothing', () => raw(null)],
    ['truncated JSON', () => raw('{"keys":[{"kid"')],
    ['no keys', () => json({})],
    ['keys that are no list', () => json({ keys: { kid: 'id-key=' } })],
    ['keys that are no objects', () => json({ keys: [null] })],
    ['text', () => json('keys')],
    ['null', () => json(null)],
  ];
  for (const [name, answer] of failures) {
    it(`has no set when the pool answers ${name}, and asks again next time`, async () => {
      const state = pool(answer);
      assert.equal(await state.cache.for(uri, [known]), undefined);
      state.answer = sound;
      assert.deepEqual(await state.cache.for(uri, [known]), keys.jwks);
      assert.equal(state.asked.length, 2);
    });
  }

  it('has no set when the network fails', async () => {
    const cache = createKeyCache(
      () => Promise.reject(new Error('no network')),
      () => 0,
    );
    assert.equal(await cache.for(uri, [known]), undefined);
  });

  it('asks once more for a crowd after a failure', async () => {
    const state = pool(() => html());
    await state.cache.for(uri, []);
    await Promise.all(Array.from({ length: 100 }, () => state.cache.for(uri, [known])));
    assert.equal(state.asked.length, 2);
  });
});
