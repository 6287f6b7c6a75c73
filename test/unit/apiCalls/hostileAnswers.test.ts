import { doesNotMatch, match, ok } from 'node:assert/strict';
import { assert as holds, constantFrom, dictionary, integer, property, string } from 'fast-check';
import type { ApiAnswer } from '../../../src/apiCalls/answer';
import { explainAnswer } from '../../../src/apiCalls/explainAnswer';
import { accessClaims, encode, unsigned } from '../../support/tokens';
import { access, answer, appSync, arrived, bearer, httpApi, restApi, textOf } from './answers';

const token = unsigned(accessClaims());
const texts = [
  '<img src=x onerror=alert(1)>\u202e\u0000\u001b[31m',
  '[sign in](command:workbench.action.quit)',
  `Bearer ${token}`,
  `${encode({ alg: 'none' })}.${encode({})}.`,
  `${token.slice(0, 2)}\u200b${token.slice(2)}`,
  'code 0123456789abcdef0123456789abcdef',
  '\n\n# heading\n\n',
];

const stronger = 'Bearer error="insufficient_user_authentication",';

/** Every place of an answer whose text can be shown. */
const places: Readonly<Record<string, (text: string) => ApiAnswer>> = {
  'the body': (text) => answer(403, {}, text),
  'a message': (text) => answer(403, {}, { message: text }),
  'a message about a signature': (text) => restApi(403, 'IncompleteSignatureException', text),
  'AppSync’s message': (text) => appSync(401, 'UnauthorizedException', text),
  'a field’s message': (text) => appSync(200, 'Unauthorized', text),
  'the server': (text) => answer(403, { server: text }),
  'the error type': (text) => answer(403, { 'x-amzn-errortype': text }),
  'the firewall’s header': (text) => answer(403, { 'x-amzn-waf-action': text }),
  'a scope': (text) => httpApi(403, bearer('insufficient_scope', '', text)),
  'a level': (text) => httpApi(401, `${stronger} acr_values="${text}", max_age="${text}"`),
  'a description': (text) => httpApi(401, bearer('invalid_token', `malformed token ${text}`)),
};

describe('explainAnswer and hostile texts', () => {
  for (const [place, given] of Object.entries(places)) {
    it(`shows no token, control character or link from ${place}`, () => {
      for (const text of texts) {
        const shown = textOf(explainAnswer(given(text), access()));
        doesNotMatch(shown, /\p{C}/u);
        doesNotMatch(shown, /\]\(|eyJ|e yJ|ey J|0123456789abcdef/);
      }
    });
  }

  it('shows no control character from a claim', () => {
    const sent = access({
      iss: 'https://a\u202e.example\u0000',
      'cognito:groups': ['a\u200bb', 7],
      acr: 'a\u200bb',
    });
    const field = appSync(200, 'Unauthorized', 'x');
    const bare = restApi(401, 'UnauthorizedException', 'Unauthorized');
    const level = httpApi(401, stronger);
    for (const given of [field, bare, level]) doesNotMatch(textOf(explainAnswer(given, sent)), /\p{C}/u);
  });

  it('never throws, and always gives whole sentences', () => {
    const anyText = string({ unit: 'binary', maxLength: 60 });
    const names = constantFrom('date', 'age', 'server', 'www-authenticate', 'x-amzn-errortype', '__proto__');
    const headersOf = dictionary(names, anyText);
    holds(
      property(integer({ min: 100, max: 599 }), headersOf, anyText, (status, headers, body) => {
        const { what, why, next } = explainAnswer({ status, headers, body, at: arrived }, access());
        for (const text of [what, why, next]) match(text, /\.$/);
      }),
    );
  });

  it('is fast for long headers and bodies', () => {
    const started = performance.now();
    for (const piece of ['a', 'a=', '"\\', '\\"', 'bearer ', '"', '"errorType":']) {
      const long = piece.repeat(100_000);
      explainAnswer(
        answer(401, { 'www-authenticate': `Bearer ${long}`, 'x-amzn-errortype': long }),
        access(),
      );
      explainAnswer(answer(401, {}, long), access());
    }
    ok(performance.now() - started < 2000);
  });
});
