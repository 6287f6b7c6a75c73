import { runs } from '../../support/soak';
import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import {
  array,
  assert as holds,
  constantFrom,
  integer,
  nat,
  oneof,
  property,
  string,
  uuid,
} from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { parseCallback, parsePasted } from '../../../src/signIn/callback';

const state = 'Pn2bT-_8Q5hV0yJd3mXw7cKfRzLsGaEoUiYtNvBqWk4';
const other = 'other-sign-in-that-waits-0000000000000000000';
const code = 'c0de0000-1111-4222-8333-444455556666';
const alphabet = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-');

/** What pastes are made of, in any order. */
const piece = oneof(
  constantFrom(state, other, code, 'code=', 'state=', 'error=', 'client_id=', '%73tate=', '&', '?', '#', '='),
  constantFrom(
    '%',
    '%00',
    '%0A',
    '%2B',
    '+',
    '\n',
    '\r\n  ',
    ' ',
    '"',
    '<',
    '>',
    'https://example.com/',
    '/',
  ),
  constantFrom(`code=${code}`, `state=${state}`, `state=${other}`, `?code=${code}&state=${state}`),
  string({ unit: 'binary' }),
);
const likelyPiece = constantFrom(`code=${code}`, `state=${state}`, `state=${other}`, 'a=b', 'client_id=a');
const anyPaste = oneof(
  array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
  array(piece, { maxLength: 6 }).map((pieces) => pieces.join('&')),
  array(likelyPiece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join('&')),
  constantFrom(code, `"${code}"`, ` ${code}\n`, `${code}?`),
  string({ unit: 'binary', maxLength: 200 }),
);
const anyStates: Arbitrary<readonly string[]> = oneof(
  constantFrom([state], [other], [state, other]),
  array(oneof(constantFrom(state, other), string({ unit: 'binary' })), { maxLength: 3 }),
);
/** A state as this extension makes them. */
const madeState = array(constantFrom(...alphabet), { minLength: 43, maxLength: 43 }).map((all) =>
  all.join(''),
);
/** A code of any characters at all, those that need encoding above all. */
const anyCode = oneof(
  uuid(),
  array(constantFrom('+', '%', '%2B', '%252B', '&', '=', '#', ' ', 'a', 'é', '"'), {
    minLength: 1,
    maxLength: 20,
  }).map((all) => all.join('')),
  string({ unit: 'grapheme', minLength: 1, maxLength: 100 }),
);

/** Percent encoding undone as far as it is one. */
function decoded(text: string): string {
  return text.replaceAll(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** The text with something put in at each of the places. */
function broken(text: string, places: readonly number[], filler: string): string {
  return [...new Set(places.map((place) => place % text.length))]
    .sort((a, b) => b - a)
    .reduce((all, place) => all.slice(0, place) + filler + all.slice(place), text);
}

function addressOf(base: string, parameters: Readonly<Record<string, string>>): string {
  return `${base}?${new URLSearchParams(parameters).toString()}`;
}

describe('pasted text of any kind', () => {
  it('never throws, and is an answer only to a sign-in that waits', () => {
    let codes = 0;
    holds(
      property(anyPaste, anyStates, (text, waiting) => {
        const pasted = parsePasted(text, waiting);
        if ('fault' in pasted) {
          match(pasted.fault, /^[A-Z][^\n!]*\.$/);
          return;
        }
        const { callback } = pasted;
        ok(callback.kind !== 'foreign');
        ok(waiting.includes(callback.state));
        if (callback.kind === 'error') return;
        codes += 1;
        deepEqual([...callback.query.keys()], ['code', 'state']);
        equal(callback.query.get('state'), new URLSearchParams({ state: callback.state }).get('state'));
        // Either the code alone, to the only one that waits, or a text that names the state.
        const posted = callback.query.get('code') ?? '';
        notEqual(posted, '');
        if (!text.includes('=')) {
          deepEqual(waiting, [callback.state]);
          match(posted, /^[A-Za-z0-9-]{36}$/);
          equal(text.replaceAll(/[\s"'`<>“”]/g, ''), posted);
        } else {
          const plain = decoded(text.replaceAll(/\s+/g, ''));
          ok(plain.includes(`state=${callback.state}`));
          ok(plain.includes('code='));
        }
      }),
      { numRuns: runs(500, 5000) },
    );
    ok(codes > runs(10, 100), `Only ${codes} codes: this says too little.`);
  });

  it('without a state that waits is never an answer, whatever else it is', () => {
    holds(
      property(anyPaste, array(madeState, { minLength: 2, maxLength: 3 }), (text, waiting) => {
        ok('fault' in parsePasted(text, waiting));
      }),
      { numRuns: runs(200, 1000) },
    );
  });

  it('with one letter of the state changed is no answer', () => {
    holds(
      property(madeState, nat(42), constantFrom(...alphabet), uuid(), (made, place, letter, given) => {
        const forged = made.slice(0, place) + letter + made.slice(place + 1);
        const pasted = parsePasted(addressOf('https://example.com/', { code: given, state: forged }), [made]);
        equal('callback' in pasted, forged === made);
      }),
    );
  });

  it('gives the code that the pool sent, whatever is in it and wherever a terminal broke it', () => {
    const base = constantFrom('', 'https://example.com/a', 'vscode://a.b/callback', 'localhost:1/');
    const wrapping = constantFrom(['', ''], ['"', '"'], ['<', '>'], [' \n', '\t'], ["'", "'\n"]) as Arbitrary<
      [string, string]
    >;
    holds(
      property(
        base,
        anyCode,
        madeState,
        array(integer({ min: 1, max: 500 }), { maxLength: 4 }),
        constantFrom('\n', '\r\n', '\r', '\n    ', '    '),
        wrapping,
        (start, given, made, places, lineBreak, [before, after]) => {
          const address = broken(addressOf(start, { code: given, state: made }), places, lineBreak);
          const pasted = parsePasted(before + address + after, [other, made]);
          ok('callback' in pasted && pasted.callback.kind === 'code', address);
          equal(pasted.callback.state, made);
          equal(pasted.callback.query.get('code'), given);
        },
      ),
      { numRuns: runs(200, 1000) },
    );
  });
});

describe('a callback that is encoded and decoded on its way', () => {
  it('keeps the code: + and %2B and % come out as they went in', () => {
    holds(
      property(anyCode, madeState, (given, made) => {
        const first = parseCallback(new URLSearchParams({ code: given, state: made }).toString());
        ok(first.kind === 'code');
        equal(first.query.get('code'), given);
        // What is posted to the pool is encoded once, and means the same again.
        const second = parseCallback(first.query.toString());
        ok(second.kind === 'code');
        equal(second.query.toString(), first.query.toString());
      }),
    );
  });

  it('survives being decoded once too often, as an editor’s own address is', () => {
    holds(
      property(uuid(), madeState, (given, made) => {
        const sent = `code=${given.replaceAll('-', '%2D')}&state=${made.replaceAll('-', '%2D')}`;
        for (const query of [sent, decodeURIComponent(sent)]) {
          const callback = parseCallback(query);
          ok(callback.kind === 'code');
          deepEqual(Object.fromEntries(callback.query), { code: given, state: made });
        }
      }),
    );
  });

  it('is never decoded twice here: what is hidden a layer deeper stays text', () => {
    const hidden = `a%26state%3D${other}%26error%3Dx`;
    const callback = parseCallback(`code=${encodeURIComponent(hidden)}&state=${state}`);
    ok(callback.kind === 'code');
    equal(callback.state, state);
    equal(callback.query.get('code'), hidden);
    // An editor that decodes an address before it hands it over brings that to light, and it is refused.
    deepEqual(parseCallback(`code=${decodeURIComponent(hidden)}&state=${state}`), {
      kind: 'foreign',
      reason: 'repeated_parameter',
    });
  });
});
