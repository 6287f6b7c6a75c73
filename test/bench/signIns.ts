import { deepEqual, ok } from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { LocalPool } from '../../src/localPool/localPool';
import { jane } from '../support/localClients';
import { UserAgent } from '../support/userAgent';
import type { HostWindow } from './hostWindow';
import { median, percentile } from './statistics';
import type { Group, Row } from './table';

export const profile = 'bench';
const cachedCopies = 300;

/** One sign-in from the hand-over of its callback: times in milliseconds and the requests to the user pool. */
interface SignIn {
  readonly inPage: number;
  readonly painted: number;
  /** From the end of the token answer until the claims were drawn. */
  readonly sinceTokens: number;
  readonly requests: readonly string[];
}

/** A whole sign-in. The browser and the user pool are in this process, the extension is in the extension host. */
export async function signIn(window: HostWindow, pool: LocalPool, user = jane): Promise<SignIn> {
  await window.call('beginSignIn', profile);
  const url = await window.opened();
  const nonce = new URL(url).searchParams.get('nonce') ?? '';
  const callback = await new UserAgent().signIn(url, user);
  await window.call('settle');
  const requests = watchRequests(pool);
  const handedOver = await window.call('handOver', callback);
  const shown = await window.shown(nonce);
  return {
    inPage: shown.inPage - handedOver,
    painted: shown.painted - handedOver,
    ...requests.stop(shown.painted),
  };
}

/** Signs in `times` times with an open inspector and `times` times without, with the bare requests in between. */
export async function measureSignIns(window: HostWindow, pool: LocalPool, times: number): Promise<Group> {
  const cold = await signIn(window, pool);
  await bare(window, pool);
  const open: SignIn[] = [];
  const opening: SignIn[] = [];
  const requests: number[] = [];
  const empty: number[] = [];
  for (let round = 0; round < times; round++) {
    open.push(await signIn(window, pool));
    requests.push(await bare(window, pool));
    await window.call('closeEditors');
    await window.call('settle');
    empty.push(await window.call('emptyWebview'));
    opening.push(await signIn(window, pool));
    requests.push(await bare(window, pool));
  }
  // Left out: the sign-in does not wait for the revocation of the tokens that it replaces.
  const awaited = ({ requests: all }: SignIn): readonly string[] =>
    all.filter((request) => request !== 'POST /oauth2/revoke');
  const asked = new Set([cold, ...open, ...opening].map((one) => awaited(one).join(', ')));
  deepEqual([...asked], ['POST /oauth2/token, GET /oauth2/userInfo'], 'The bare requests must be the same.');
  const beside = { what: 'bare requests', value: median(requests) };
  const bar = { text: '1.5 × bare + 50 ms', most: 1.5 * beside.value + 50 };
  const withBar = (what: string, took: readonly number[]): Row => ({
    what,
    unit: 'ms',
    ours: median(took),
    beside,
    bar,
  });
  const webview = { what: 'bare requests + an empty webview', value: beside.value + median(empty) };
  const inPage = opening.map((one) => one.inPage);
  const copies = await window.call('copyAccessToken', profile, cachedCopies);
  return {
    title: 'Callback to claims shown',
    method: [
      `Medians of ${times} sign-ins each, in one window, by turns; ${requests.length} times the bare requests in between. From the`,
      'hand-over of the callback (vscode.open in the host) until the ID token’s row with this sign-in’s nonce is in the',
      'inspector’s page (MutationObserver), and until the frame with it is drawn. Time of day on one machine. Editor and',
      'page have nothing else to do at the hand-over, as after the seconds that a user spends in the browser.',
      `After the callback the extension asked the pool: ${[...asked].join('; ')}. The bare requests are the same`,
      'ones with the host’s fetch, a fresh code each time; the key set was read before, while the browser was open.',
      'The user pool and the browser are outside the extension host. The first sign-in of a window also makes',
      `the connection and the first webview. An empty webview: ${times} times, until its only script has sent a message.`,
      `Copying a token: ${cachedCopies} runs of cognito.copyAccessToken, the clipboard of the browser included.`,
    ],
    rows: [
      withBar(
        'inspector open',
        open.map((one) => one.inPage),
      ),
      withBar(
        'inspector open, drawn',
        open.map(({ painted }) => painted),
      ),
      withBar('inspector opens', inPage),
      withBar(
        'inspector opens, drawn',
        opening.map(({ painted }) => painted),
      ),
      { what: 'inspector opens', unit: 'ms', ours: median(inPage), beside: webview },
      { what: 'inspector opens, 9 of 10', unit: 'ms', ours: percentile(inPage, 0.9), beside: webview },
      { what: 'the window’s first sign-in', unit: 'ms', ours: cold.inPage, beside },
      { what: 'copy a cached access token', unit: 'ms', ours: median(copies) },
    ],
  };
}

/** Gets a callback without the extension. @returns the time of the requests that its tokens need */
async function bare(window: HostWindow, pool: LocalPool): Promise<number> {
  const [client] = pool.config.clients;
  const [redirectUri] = client?.redirectUris ?? [];
  ok(client && redirectUri !== undefined, 'The user pool has no client to sign in with.');
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: redirectUri,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: randomBytes(32).toString('base64url'),
    nonce: randomBytes(32).toString('base64url'),
  });
  const callback = await new UserAgent().signIn(`${pool.origin}/oauth2/authorize?${query.toString()}`, jane);
  await window.call('settle');
  return window.call('bareRequests', {
    token: `${pool.origin}/oauth2/token`,
    userInfo: `${pool.origin}/oauth2/userInfo`,
    form: {
      grant_type: 'authorization_code',
      client_id: client.clientId,
      redirect_uri: redirectUri,
      code: new URL(callback).searchParams.get('code') ?? '',
      code_verifier: verifier,
    },
  });
}

/** Records the requests to the user pool, which runs in this process, and the time of its token answer. */
function watchRequests(pool: LocalPool): {
  /** @param painted a time of day in ms */
  readonly stop: (painted: number) => Pick<SignIn, 'requests' | 'sinceTokens'>;
} {
  const { host } = new URL(pool.origin);
  const seen: string[] = [];
  let tokensSent = NaN;
  const note = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage };
    if (request.headers.host === host) seen.push(`${request.method ?? ''} ${request.url ?? ''}`);
  };
  const finished = (message: unknown): void => {
    const { request } = message as { request: IncomingMessage };
    if (request.headers.host === host && request.url === '/oauth2/token') tokensSent = Date.now();
  };
  subscribe('http.server.request.start', note);
  subscribe('http.server.response.finish', finished);
  return {
    stop: (painted) => {
      unsubscribe('http.server.request.start', note);
      unsubscribe('http.server.response.finish', finished);
      return { requests: seen, sinceTokens: painted - tokensSent };
    },
  };
}
