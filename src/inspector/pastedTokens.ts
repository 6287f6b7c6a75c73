import { defined } from '../core/members';
import type { CognitoClient } from '../client/cognitoClient';
import type { FoundToken } from './model/anyToken';
import { checkOffline, originContext } from './model/tokenOrigin';
import type { CheckResult } from '../client/verification/claimChecks';
import { textClaim } from '../core/jwt';
import type { ProfileEntry } from '../core/profileLayers';
import type { SessionStore } from '../sessions/store';
import { originOf } from './origins';
import type { Origin } from './origins';
import { places } from './model/tokenModel';
import type { CanVerify, PastedTokens, Place } from './model/tokenModel';

/** Tokens of no session that a panel shows. They are held in this window's memory, until the panel is closed. */
export interface Pasted {
  readonly key: string;
  readonly heading: string;
  readonly tokens: PastedTokens;
  readonly checks: Readonly<Partial<Record<Place, readonly CheckResult[]>>>;
  readonly canVerify: CanVerify;
}

export interface PastedTokenStore {
  /** Takes tokens in, or finds them when they are there already. @returns their panel's key */
  readonly take: (tokens: PastedTokens) => Promise<string>;
  readonly get: (key: string) => Pasted | undefined;
  readonly list: () => readonly Pasted[];
  /** Asks the issuer for its keys, because the user says so. @throws nothing: what cannot be checked is a line of the report */
  readonly verify: (key: string) => Promise<void>;
  readonly forget: (key: string) => void;
}

interface PastedContext {
  readonly client: () => Promise<CognitoClient>;
  readonly store: Pick<SessionStore, 'find'>;
  readonly entries: () => readonly ProfileEntry[];
  /** What a panel shows has changed. */
  readonly changed: (key: string) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export function createPastedTokens(context: PastedContext): PastedTokenStore {
  const { client, store, entries, changed, now = Date.now } = context;
  const all = new Map<string, Pasted>();
  let count = 0;

  const update = (key: string, part: Pick<Pasted, 'checks' | 'canVerify'>): void => {
    const pasted = all.get(key);
    // The panel may have been closed meanwhile.
    if (pasted === undefined) return;
    all.set(key, { ...pasted, ...part });
    changed(key);
  };

  const located = async ({ tokens }: Pasted): Promise<readonly Located[]> =>
    Promise.all(
      placed(tokens).map(async ({ place, found }) => ({
        place,
        found,
        origin: {
          ...(await originOf(found.claims, entries(), store)),
          ...defined({ accessToken: tokens.access?.token }),
        },
      })),
    );

  const offline = ({ found, origin }: Located, why: string): Promise<readonly CheckResult[]> =>
    checkOffline(found.token, origin, now() / 1000, why);

  /** What needs no network is said at once. @param may whether a token's issuer is asked for its keys now */
  const start = async (
    key: string,
    tokens: readonly Located[],
    canVerify: CanVerify,
    may: (origin: Origin) => boolean,
  ): Promise<void> => {
    const checks = await report(tokens, (token) =>
      offline(token, isAsked(token, may) ? 'The pool’s keys are being read.' : whyNot(token)),
    );
    update(key, { checks, canVerify });
  };

  /** Checks what may be checked with the issuer's keys; what may not stays as it is. */
  const ask = async (
    key: string,
    tokens: readonly Located[],
    may: (origin: Origin) => boolean,
  ): Promise<void> => {
    const { inspect } = await client();
    const checks = await report(tokens, (token) =>
      isAsked(token, may)
        ? inspect(
            token.found.token,
            token.origin.keysOf,
            originContext(token.found.token, token.origin, now() / 1000),
          )
        : offline(token, whyNot(token)),
    );
    const unknown = tokens.some(
      (token) =>
        isAsked(token, may) &&
        checks[token.place]?.some(({ id, status }) => id === 'signature' && status === 'unknown'),
    );
    update(key, { checks, canVerify: unknown ? 'again' : mayBeAsked(tokens, may) });
  };

  return {
    take: async (tokens) => {
      const same = [...all.values()].find(({ tokens: other }) =>
        places.every((place) => other[place]?.token === tokens[place]?.token),
      );
      if (same) return same.key;
      count += 1;
      const key = crypto.randomUUID();
      const heading = count === 1 ? 'Pasted token' : `Pasted token ${count}`;
      const pasted: Pasted = { key, heading, tokens, checks: {}, canVerify: false };
      all.set(key, pasted);
      const found = await located(pasted);
      const known = (origin: Origin): boolean => origin.known;
      await start(key, found, mayBeAsked(found, known), known);
      // The panel opens with what needs no network; the signature follows.
      if (found.some(({ origin }) => origin.known)) void ask(key, found, known);
      return key;
    },
    get: (key) => all.get(key),
    list: () => [...all.values()],
    verify: async (key) => {
      const pasted = all.get(key);
      if (pasted === undefined) return;
      const found = await located(pasted);
      await start(key, found, pasted.canVerify, anybody);
      await ask(key, found, anybody);
    },
    forget: (key) => all.delete(key),
  };
}

/** A token, its place in the panel, and the pool it names. */
interface Located {
  readonly place: Place;
  readonly found: FoundToken;
  readonly origin: Origin;
}

function placed(tokens: PastedTokens): readonly { readonly place: Place; readonly found: FoundToken }[] {
  return places.flatMap((place) => {
    const found = tokens[place];
    return found === undefined ? [] : [{ place, found }];
  });
}

async function report(
  tokens: readonly Located[],
  check: (token: Located) => Promise<readonly CheckResult[]>,
): Promise<Pasted['checks']> {
  const results = await Promise.all(tokens.map(async (token) => [token.place, await check(token)] as const));
  return Object.fromEntries(results);
}

/** A token whose issuer's keys are read. */
type Asked = Located & { readonly origin: { readonly keysOf: string } };

function isAsked(token: Located, may: (origin: Origin) => boolean): token is Asked {
  return token.origin.keysOf !== undefined && token.found.claims !== undefined && may(token.origin);
}

function anybody(): boolean {
  return true;
}

/** Whether there are tokens whose issuer has not been asked yet, and may be. */
function mayBeAsked(tokens: readonly Located[], may: (origin: Origin) => boolean): CanVerify {
  return tokens.some(({ origin }) => origin.keysOf !== undefined && !may(origin)) && 'first';
}

function whyNot({ found: { claims }, origin: { keysOf, known } }: Located): string {
  if (keysOf === undefined) {
    return textClaim(claims ?? {}, 'iss') === undefined
      ? 'It has no issuer that could be asked for its keys.'
      : 'Its issuer is no Amazon Cognito user pool, and no profile names it.';
  }
  return known
    ? 'The pool’s keys could not be read.'
    : 'Its issuer has not been asked for its keys. Choose Verify to ask.';
}
