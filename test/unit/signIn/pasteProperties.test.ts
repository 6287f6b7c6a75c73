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
  type Arbitrary,
} from 'fast-check';
import { parseCallback } from '../../../src/signIn/callback';
import { parsePasted } from '../../../src/signIn/pastedCallback';
import { code, otherState, state } from './callbackValues';

const alphabet = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-');

/** The parts that random pastes are put together from. */
const piece = oneof(
  constantFrom(
    state,
    otherState,
    code,
    'code=',
    'state=',
    'error=',
    'client_id=',
    '%73tate=',
    '&',
    '?',
    '#',
    '=',
  ),
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
  constantFrom(`code=${code}`, `state=${state}`, `state=${otherState}`, `?code=${code}&state=${state}`),
  string({ unit: 'binary' }),
);
const likelyPiece = constantFrom(
  `code=${code}`,
  `state=${state}`,
  `state=${otherState}`,
  'a=b',
  'client_id=a',
);
const anyPaste = oneof(
  array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
  array(piece, { maxLength: 6 }).map((pieces) => pieces.join('&')),
  array(likelyPiece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join('&')),
  constantFrom(code, `"${code}"`, ` ${code}\n`, `${code}?`),
  string({ unit: 'binary', maxLength: 200 }),
);
const pendingStates: Arbitrary<readonly string[]> = oneof(
  constantFrom([state], [otherState], [state, otherState]),
  array(oneof(constantFrom(state, otherState), string({ unit: 'binary' })), { maxLength: 3 }),
);
/** A state in the form that this extension generates. */
const generatedState = array(constantFrom(...alphabet), { minLength: 43, maxLength: 43 }).map((all) =>
  all.join(''),
);
/** A code of any characters, mostly of those that need encoding. */
const anyCode = oneof(
  uuid(),
  array(constantFrom('+', '%', '%2B', '%252B', '&', '=', '#', ' ', 'a', 'é', '"'), {
    minLength: 1,
    maxLength: 20,
  }).map((all) => all.join('')),
  string({ unit: 'grapheme', minLength: 1, maxLength: 100 }),
);

/** The text with every valid percent escape of an ASCII character decoded. */
function decoded(text: string): string {
  return text.replaceAll(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** The text with `filler` inserted at each of the places. */
function insertAt(text: string, places: readonly number[], filler: string): string {
  return [...new Set(places.map((place) => place % text.length))]
    .sort((a, b) => b - a)
    .reduce((all, place) => all.slice(0, place) + filler + all.slice(place), text);
}

function addressOf(base: string, parameters: Readonly<Record<string, string>>): string {
  return `${base}?${new URLSearchParams(parameters).toString()}`;
}

describe('parsePasted with random text', () => {
  it('never throws and accepts only a callback of a pending sign-in', () => {
    let codes = 0;
    holds(
      property(anyPaste, pendingStates, (text, pending) => {
        const pasted = parsePasted(text, pending);
        if ('inputError' in pasted) {
          match(pasted.inputError, /^[A-Z][^\n!]*\.$/);
          return;
        }
        const { callback } = pasted;
        ok(callback.kind !== 'foreign');
        ok(pending.includes(callback.state));
        if (callback.kind === 'error') return;
        codes += 1;
        deepEqual([...callback.query.keys()], ['code', 'state']);
        equal(callback.query.get('state'), new URLSearchParams({ state: callback.state }).get('state'));
        // Either the code alone while one sign-in is pending, or a text that contains the state.
        const posted = callback.query.get('code') ?? '';
        notEqual(posted, '');
        if (!text.includes('=')) {
          deepEqual(pending, [callback.state]);
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
    ok(codes > runs(10, 100), `Only ${codes} codes: the test proves too little.`);
  });

  it('refuses every text without the state of a pending sign-in', () => {
    holds(
      property(anyPaste, array(generatedState, { minLength: 2, maxLength: 3 }), (text, pending) => {
        ok('inputError' in parsePasted(text, pending));
      }),
      { numRuns: runs(200, 1000) },
    );
  });

  it('refuses an address with one letter of the state changed', () => {
    holds(
      property(generatedState, nat(42), constantFrom(...alphabet), uuid(), (made, place, letter, given) => {
        const forged = made.slice(0, place) + letter + made.slice(place + 1);
        const pasted = parsePasted(addressOf('https://example.com/', { code: given, state: forged }), [made]);
        equal('callback' in pasted, forged === made);
      }),
    );
  });

  it('reads the exact code of an address with any line breaks and quotes', () => {
    const base = constantFrom('', 'https://example.com/a', 'vscode://a.b/callback', 'localhost:1/');
    const wrapping = constantFrom(['', ''], ['"', '"'], ['<', '>'], [' \n', '\t'], ["'", "'\n"]) as Arbitrary<
      [string, string]
    >;
    holds(
      property(
        base,
        anyCode,
        generatedState,
        array(integer({ min: 1, max: 500 }), { maxLength: 4 }),
        constantFrom('\n', '\r\n', '\r', '\n    ', '    '),
        wrapping,
        (start, given, made, places, lineBreak, [before, after]) => {
          const address = insertAt(addressOf(start, { code: given, state: made }), places, lineBreak);
          const pasted = parsePasted(before + address + after, [otherState, made]);
          ok('callback' in pasted && pasted.callback.kind === 'code', address);
          equal(pasted.callback.state, made);
          equal(pasted.callback.query.get('code'), given);
        },
      ),
      { numRuns: runs(200, 1000) },
    );
  });
});

describe('parseCallback of encoded parameters', () => {
  it('keeps a code with + or % unchanged when it is encoded and parsed again', () => {
    holds(
      property(anyCode, generatedState, (given, made) => {
        const first = parseCallback(new URLSearchParams({ code: given, state: made }).toString());
        ok(first.kind === 'code');
        equal(first.query.get('code'), given);
        // The request to the pool encodes the code once more, and must mean the same.
        const second = parseCallback(first.query.toString());
        ok(second.kind === 'code');
        equal(second.query.toString(), first.query.toString());
      }),
    );
  });

  it('reads a callback that the editor has already decoded once', () => {
    holds(
      property(uuid(), generatedState, (given, made) => {
        const sent = `code=${given.replaceAll('-', '%2D')}&state=${made.replaceAll('-', '%2D')}`;
        for (const query of [sent, decodeURIComponent(sent)]) {
          const callback = parseCallback(query);
          ok(callback.kind === 'code');
          deepEqual(Object.fromEntries(callback.query), { code: given, state: made });
        }
      }),
    );
  });

  it('decodes a parameter once and keeps encoded parameters inside it as text', () => {
    const hidden = `a%26state%3D${otherState}%26error%3Dx`;
    const callback = parseCallback(`code=${encodeURIComponent(hidden)}&state=${state}`);
    ok(callback.kind === 'code');
    equal(callback.state, state);
    equal(callback.query.get('code'), hidden);
    // An editor that decodes the address first makes the hidden parameters visible: the callback is refused.
    deepEqual(parseCallback(`code=${decodeURIComponent(hidden)}&state=${state}`), {
      kind: 'foreign',
      reason: 'repeated_parameter',
    });
  });
});
