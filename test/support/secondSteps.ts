import { equal, ok } from 'node:assert/strict';
import type { LocalPool } from '../../src/localPool/localPool';
import {
  authorizeQuery,
  cookies,
  exchange,
  get,
  location,
  post,
  submitLogin,
  tokensIn,
  type Parameters,
  type SignedIn,
  type Tokens,
} from './localPoolRequests';

/** The page that asks for a code. */
export interface CodePage {
  readonly path: string;
  readonly html: string;
  readonly cookies: string;
  readonly fields: { readonly _csrf: string; readonly step: string; readonly code: string };
}

/** Reads the page that asks for a code. @param changes those of the authorization request */
export async function codePage(response: Response, changes: Parameters): Promise<CodePage> {
  equal(response.status, 200);
  const html = await response.text();
  const found = (pattern: RegExp): string => {
    const text = pattern.exec(html)?.[1];
    ok(text, String(pattern));
    return text;
  };
  return {
    path: `/login?${authorizeQuery(changes)}`,
    html,
    cookies: cookies(response),
    fields: {
      _csrf: found(/name="_csrf" value="([^"]+)"/),
      step: found(/name="step" value="([^"]+)"/),
      code: found(/<code>(\d{6})<\/code>/),
    },
  };
}

/** Opens the page that asks a signed-in browser for a code. @param session the cookie of the browser */
export async function openCodePage(pool: LocalPool, session: string, changes: Parameters): Promise<CodePage> {
  return codePage(await get(pool, `/login?${authorizeQuery(changes)}`, { cookie: session }), changes);
}

/** Sends the code of a page, or another one. */
export function submitCode(pool: LocalPool, page: CodePage, code = page.fields.code): Promise<Response> {
  return post(pool, page.path, { ...page.fields, code }, { cookie: page.cookies });
}

/** The code and the cookie in the answer to a form. */
export function signedIn(response: Response): SignedIn {
  const code = new URL(location(response)).searchParams.get('code');
  ok(code);
  return { code, session: cookies(response) };
}

/** Signs in with the password and the code. */
export async function signInWithCode(
  pool: LocalPool,
  changes: Parameters,
  username = 'jane',
): Promise<SignedIn> {
  const page = await codePage(await submitLogin(pool, changes, username), changes);
  return signedIn(await submitCode(pool, page));
}

/** Signs in with the password and the code, and exchanges the authorization code. */
export async function tokensWithCode(
  pool: LocalPool,
  changes: Parameters,
  username = 'jane',
): Promise<Tokens> {
  const { code } = await signInWithCode(pool, changes, username);
  return tokensIn(await exchange(pool, code));
}
