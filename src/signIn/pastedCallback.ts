import * as l10n from '@vscode/l10n';
import { isCognitoError } from '../core/errors';
import { plain } from '../core/text';
import { longestQuery, parseCallback, type Callback } from './callback';

/** What a person pasted, as far as it is the answer to a sign-in; otherwise what is wrong with it. */
export type Pasted = { readonly callback: Callback } | { readonly inputError: string };

/** @returns the states of the sign-ins that wait. @throws CognitoError secrets_unavailable */
export type States = () => Promise<readonly string[]>;

/** As `parsePasted`. A secret storage that does not answer is an input error too, so that the text is not lost. */
export async function readPasted(text: string, states: States): Promise<Pasted> {
  try {
    return parsePasted(text, await states());
  } catch (error) {
    if (!isCognitoError(error, 'secrets_unavailable')) throw error;
    return {
      inputError: l10n.t('The editor’s secret storage does not answer. Unlock your keyring, then try again.'),
    };
  }
}

/** Cognito's codes are UUIDs. Anything looser would send a word, or a password, from the clipboard to the pool. */
const codePattern = /^[A-Za-z0-9]{8}(?:-[A-Za-z0-9]{4}){3}-[A-Za-z0-9]{12}$/;
/** What chats, mails and terminals put around an address. */
const wrapping = /^[\s"'`<>“”]+|(?<![\s"'`<>“”])[\s"'`<>“”]+$/g;
/** The place of the query in an address with or without its scheme; a query alone may have a question mark in it. */
const beforeQuery = /^(?:[^?=&]*|[a-z][a-z\d+.-]*:[^?]*)\?/i;
const requestParameters = ['client_id', 'response_type', 'redirect_uri'];

/**
 * Reads what a person pasted: the whole address the browser ended at, only its query, or just the code when exactly one
 * sign-in waits. Never throws. Only a callback of a pending sign-in is accepted.
 * @param waiting the states of the sign-ins that wait
 */
export function parsePasted(text: string, waiting: readonly string[]): Pasted {
  const [state] = waiting;
  if (state === undefined) return { inputError: l10n.t('No sign-in is in progress. Start it again.') };
  if (text.length > 2 * longestQuery) return { inputError: tooLong };
  const pasted = text.replace(wrapping, '');
  if (pasted === '') {
    return { inputError: l10n.t('Paste the address that the browser shows after the sign-in.') };
  }
  if (codePattern.test(pasted)) {
    if (waiting.length > 1) {
      return {
        inputError: l10n.t('Several sign-ins are in progress. Paste the whole address, not only the code.'),
      };
    }
    return { callback: { kind: 'code', state, query: new URLSearchParams({ code: pasted, state }) } };
  }
  // A terminal breaks long lines and may indent what follows; an input box drops the breaks and keeps the indents.
  const [beforeFragment = '', ...rest] = pasted.replace(/\s+/g, '').split('#');
  const query = beforeFragment.replace(beforeQuery, '');
  const request = requestFault(query);
  if (request !== undefined) return { inputError: request };
  const address = beforeFragment.slice(0, -query.length).replace(/\?$/, '');
  const callback = parseCallback(query, rest.join('#'), address === '' ? undefined : address);
  if (callback.kind === 'foreign') {
    return { inputError: inputErrors[callback.reason] ?? stateError(query, callback.error) };
  }
  if (!waiting.includes(callback.state)) return { inputError: otherSignIn };
  if (callback.kind === 'error' && callback.error === 'no_code') return { inputError: unreadable };
  return { callback };
}

/** The pool's own pages have the parameters of the request in their addresses, the state too, but no code. */
function requestFault(query: string): string | undefined {
  const parameters = new URLSearchParams(query);
  if (parameters.has('code') || !requestParameters.some((name) => parameters.has(name))) return undefined;
  switch (parameters.get('error')) {
    case null:
      return l10n.t(
        'This is the address of the sign-in page. Sign in there first, then paste the address that the browser shows.',
      );
    case 'redirect_mismatch':
      return l10n.t(
        'This is the pool’s error page (redirect_mismatch), because the app client does not allow this callback URL.',
      );
    default:
      return l10n.t(
        'This is the pool’s error page. Check clientId in the profile and the app client’s login pages.',
      );
  }
}

/** The input error for an error or a code whose state is missing or belongs to another sign-in. */
function stateError(query: string, error: string | undefined): string {
  const parameters = new URLSearchParams(query);
  if (error !== undefined && !parameters.get('state')) {
    return l10n.t`The user pool answered “${plain(error)}”, but without a state, so the answer belongs to no sign-in for certain. Correct that error, then sign in again.`;
  }
  if (!parameters.get('code')) return unreadable;
  return parameters.get('state')
    ? otherSignIn
    : l10n.t(
        'This address has no state parameter, so it belongs to no sign-in of this editor. Copy the whole address.',
      );
}

const otherSignIn = l10n.t(
  'This address belongs to another sign-in, or to one that has ended. Use the newest browser tab.',
);
const unreadable = l10n.t('This is not a callback URL, because it has no code and state parameters.');
const tooLong = l10n.t('This is too long for a callback URL.');
const inputErrors: Readonly<Record<string, string>> = {
  too_long: tooLong,
  fragment: l10n.t(
    'This address has tokens after #, so it belongs to another sign-in flow (implicit). Copy the address of this sign-in.',
  ),
  repeated_parameter: l10n.t('This URL contains a parameter twice. Copy it again.'),
};
