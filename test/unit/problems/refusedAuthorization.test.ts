import { doesNotMatch, match, ok } from 'node:assert/strict';
import { assert as holds, constantFrom, oneof, property, array, string } from 'fast-check';
import type { Problem } from '../../../src/problems/problem';
import { explainCode } from '../../../src/problems/explain';
import { textOf } from '../../support/problems';
import { runs } from '../../support/soak';

function refused(error: string, description?: string): Problem {
  const detail = { host: 'a.tld', error, description };
  return explainCode('authorization_refused', detail, { profile: 'prod' });
}

const provider = /[Ii]dentity provider/;
const trigger = /^A Lambda trigger of the user pool/;
const attributes = /attributes of the user pool/;

/** The error, its description, and the expected texts. The descriptions are Amazon's examples and ones seen in practice. */
const causes: readonly (readonly [string, string | undefined, RegExp, RegExp])[] = [
  ['invalid_request', 'Timeout occurred in calling IdP token endpoint', provider, /provider’s endpoints/],
  [
    'invalid_request',
    'error_description=Timeout in calling jwks uri',
    /“Timeout in calling jwks uri”/,
    /endpoints/,
  ],
  ['invalid_request', 'Connection reset', provider, /Sign in again/],
  ['invalid_request', 'Read timed out', provider, /Sign in again/],
  ['invalid_request', 'Connect to idp.example.com failed: connect timed out', provider, /endpoints/],
  ['invalid_request', 'Okta Error - 401 Unauthorized', provider, /client id, secret/],
  ['invalid_request', '[Corp SSO] Error - [503]', provider, /client id, secret/],
  [
    'invalid_request',
    'Bad token response: HTTP/1.1 400  [date: Mon, 01 Jan 2024]',
    provider,
    /client id, secret/,
  ],
  ['invalid_request', 'Invalid jwks uri', provider, /client id, secret/],
  ['server_error', 'Invalid SAML response received: SAML Response signature is invalid', provider, /Check/],
  ['invalid_request', 'PreSignUp failed with error Not from this company.', trigger, /CloudWatch/],
  ['invalid_request', 'PostConfirmation failed with error timed out', trigger, /CloudWatch/],
  ['invalid_request', 'PreTokenGeneration invocation failed due to configuration.', trigger, /CloudWatch/],
  ['server_error', 'UserMigration failed', trigger, /CloudWatch/],
  ['invalid_request', 'Unrecognizable lambda output', trigger, /CloudWatch/],
  ['access_denied', 'PreAuthentication failed with error Blocked', trigger, /CloudWatch/],
  ['invalid_request', 'attributes required: [email]', attributes, /attribute mapping/],
  ['invalid_request', 'user.email: Attribute cannot be updated.', attributes, /attribute mapping/],
  [
    'invalid_request',
    'Already found an entry for username Google_105212345678901234567 ',
    /^A PreSignUp trigger has just linked/,
    /the second time works/,
  ],
  ['invalid_request', 'User is disabled.', /account is disabled/, /Enable the user/],
  ['invalid_request', 'Code was already redeemed', /used twice/, /Sign in again/],
  ['invalid_request', 'unauthorized_client', /grant is turned off/, /AWS console/],
  [
    'server_error',
    'bad id_token issuer https://login.example.com/v2.0',
    /issuer in the provider/,
    /issuer URL/,
  ],
  ['consent_required', 'AADSTS65001: The user has not consented', /must first consent/, /Give the consent/],
  ['interaction_required', undefined, /prompt: none/, /Remove prompt/],
  ['access_denied', undefined, /declined.*identity provider/, /another user/],
  ['access_denied', 'The user said no', /declined.*“The user said no”/, /another user/],
  ['server_error', undefined, /^The pool failed/, /in a moment/],
  ['server_error', 'Oops', /^The pool failed.*“Oops”/, /in a moment/],
  ['temporarily_unavailable', undefined, /overloaded/, /in a moment/],
  ['temporarily_unavailable', 'Connection reset', /overloaded.*“Connection reset”/, /in a moment/],
  ['invalid_request', undefined, /did not say which/, /prompt, lang, resource and identityProvider/],
  ['invalid_request', '', /did not say which/, /prompt/],
  ['invalid_request', 'Something new', /^It answered “invalid_request: Something new”\.$/, /Sign in again/],
  ['invalid_request', 'invalid_scope', /for a single scope/, /remove scopes from the profile/],
  ['invalid_scope', undefined, /for a single scope/, /remove scopes from the profile/],
  ['login_required', undefined, /prompt: none/, /Remove prompt/],
  ['unauthorized_client', undefined, /grant is turned off/, /AWS console/],
  ['unsupported_response_type', 'token', /grant is turned off.*“token”/, /AWS console/],
  ['no_code', undefined, /neither a code nor an error/, /Sign in again/],
  ['made_up', undefined, /^It answered “made_up”\.$/, /Sign in again/],
  ['made_up', 'Never heard of', /^It answered “made_up: Never heard of”\.$/, /Sign in again/],
  ['__proto__', undefined, /^It answered “__proto__”\.$/, /Sign in again/],
  ['constructor', 'toString', /^It answered “constructor: toString”\.$/, /Sign in again/],
];

describe('explain for a refused authorization', () => {
  for (const [error, description, why, next] of causes) {
    it(`states the cause and the next step of ${error}${description === undefined ? '' : `, “${description}”`}`, () => {
      const problem = refused(error, description);
      match(problem.why, why);
      match(problem.next, next);
      ok(problem.remedies.length > 0);
    });

    it(`repeats the error and the description of ${error}${description === undefined ? '' : `, “${description}”`}`, () => {
      const { what, why: text } = refused(error, description);
      const scope = error === 'invalid_scope' || description === 'invalid_scope';
      ok(what.includes(`(${scope ? 'invalid_scope' : error})`));
      const said = description?.replace(/^error_description=/, '').replaceAll(/\s+/g, ' ') ?? '';
      if (!scope) ok(text.includes(said), text);
    });
  }

  it('says that the app client is not the cause when the identity provider or a trigger failed', () => {
    for (const description of [
      'Read timed out',
      'Okta Error - 500',
      'Bad token response: HTTP/1.1 400 ',
      'PreSignUp failed',
    ]) {
      match(refused('invalid_request', description).why, /The app client is not the cause/);
    }
  });

  it('recognises a cause in any letter case and word order, because Amazon may change the words', () => {
    match(refused('invalid_request', 'READ TIMEOUT').why, provider);
    match(refused('invalid_request', 'token endpoint of IdP: no answer').why, provider);
    match(refused('invalid_request', 'Error in the Lambda function').why, trigger);
    match(refused('invalid_request', 'Required attribute missing').why, attributes);
  });

  describe('with markup in the description', () => {
    /** What a notification turns into a link. Source: VS Code, src/vs/base/common/linkedText.ts. */
    const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

    const hostile = [
      '[Sign in here](https://evil.tld/)',
      '[Run](command:workbench.action.quit)',
      '[Run](command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22a%22%7D "title")',
      '[Open](file:///etc/passwd)',
      '[a]\u200b(command:a)',
      '[a]\n(command:a)',
      '[[a](command:b)](command:c)',
      '![a](https://evil.tld/a.png)',
      'a](command:b) [c](command:d',
      '[PreSignUp failed with error](https://evil.tld)',
      '[Okta] Error - [x](https://evil.tld)',
      '<img src=x onerror=alert(1)><a href="command:a">b</a>',
      '$(zap) **bold** `code`',
      'abc\u202Ecba\u0000\u0007\r\n\tnext line',
      '\ud800[a](command:b)',
    ];
    for (const text of hostile) {
      it(`shows plain text for ${JSON.stringify(text)}`, () => {
        for (const problem of [refused('invalid_request', text), refused(text), refused(text, text)]) {
          const shown = textOf(problem);
          doesNotMatch(shown, link);
          doesNotMatch(shown, /[\p{C}\n\r\t]/u);
          ok(!shown.includes(']('));
        }
      });
    }

    it('shows plain text for any error and description', () => {
      const part = oneof(
        constantFrom('[', ']', '(', ')', '](', 'command:a', 'https://a', '\u200b', '\n', ' ', '"'),
        constantFrom('error_description=', 'timed out', 'attribute', 'Lambda', '\u202e', '\ud800'),
        string({ unit: 'binary' }),
      );
      const text = array(part, { maxLength: 12 }).map((all) => all.join(''));
      holds(
        property(text, text, (error, description) => {
          const problem = refused(error, description);
          for (const shown of [problem.what, problem.why, problem.next, textOf(problem)]) {
            doesNotMatch(shown, link);
            ok(!shown.includes(']('));
            doesNotMatch(shown, /\p{C}/u);
          }
        }),
        { numRuns: runs(200, 2000) },
      );
    });
  });
});
