import * as l10n from '@vscode/l10n';
import type { CognitoClient } from '../client/cognitoClient';
import {
  checkClaims,
  notChecked,
  type CheckResult,
  type ClaimContext,
} from '../client/verification/claimChecks';
import { acceptedIssuers, isCognitoIssuer } from '../core/issuer';
import { clientOf, textClaim } from '../core/jwt';
import { claimsWithClient, loadBalancerKey } from '../core/loadBalancer';
import { profileIssuer } from '../core/profile';
import type { ProfileEntry } from '../core/profileLayers';
import type { SessionStore } from '../sessions/store';
import type { FoundToken } from './model/anyToken';
import type { Pasted } from './model/inspectorModel';
import { slotOf, tokenSlots, type TokenSet, type TokenSlot } from './model/tokenSet';

/** The pasted tokens of this window. They are in memory until their panel is closed. */
export interface PastedTokens {
  /** Adds tokens and checks them, or finds those that were added before. @returns their panel's key */
  readonly add: (tokens: TokenSet) => Promise<string>;
  readonly get: (key: string) => Pasted | undefined;
  readonly list: () => readonly Pasted[];
  /** Verifies tokens with their issuers' keys, because the user asks for it. */
  readonly verify: (key: string) => Promise<void>;
  readonly remove: (key: string) => void;
}

interface PastedTokensContext {
  readonly client: () => Promise<Pick<CognitoClient, 'inspect'>>;
  readonly store: Pick<SessionStore, 'find'>;
  readonly entries: () => readonly ProfileEntry[];
  /** Called when the tokens of a panel have changed. */
  readonly changed: (key: string) => void;
  /** Called when the keys cannot be read for a reason that is no check result. */
  readonly failed: (error: unknown) => void;
  readonly now?: () => number;
}

/** A token and the pool that it names. */
interface OriginedToken {
  readonly found: FoundToken;
  readonly context: ClaimContext;
  /** The issuer whose keys can verify the token, or a load balancer’s key; undefined when no keys may be read. */
  readonly keysOf: string | undefined;
  /** The issuer whose keys are read now. */
  readonly keysFrom: string | undefined;
}

export function createPastedTokens(context: PastedTokensContext): PastedTokens {
  const { client, store, entries, changed, failed, now = Date.now } = context;
  const all = new Map<string, Pasted>();
  let count = 0;

  const update = (key: string, part: Partial<Pasted>): void => {
    const pasted = all.get(key);
    // The panel may have been closed in the meantime.
    if (pasted === undefined) return;
    all.set(key, { ...pasted, ...part });
    changed(key);
  };

  /**
   * Finds out where a token comes from. Only the keys of Amazon Cognito and of pools in profiles are read, because a token
   * can name any address as its issuer.
   * @param asked whether the user asks to read the keys; else they are read when the user's settings name the pool
   */
  const originOf = async (found: FoundToken, tokens: TokenSet, asked: boolean): Promise<OriginedToken> => {
    const balancerKey = loadBalancerKey(found.header);
    const claims = claimsWithClient(found.header, found.claims ?? {});
    const named = textClaim(claims, 'iss');
    const accepted = named === undefined ? [] : acceptedIssuers(named);
    const matching = async (entry: ProfileEntry): Promise<readonly ProfileEntry[]> => {
      const { profile } = entry;
      const issuer = profileIssuer(profile) ?? (await store.find(profile).catch(() => undefined))?.issuer;
      return issuer !== undefined && accepted.includes(issuer) ? [entry] : [];
    };
    const known = (await Promise.all(entries().map(matching))).flat();
    const isCognito = named !== undefined && isCognitoIssuer(named);
    const client = clientOf(claims);
    // The first one is the original form of the issuer.
    const keysOf = balancerKey ?? (isCognito || known.length > 0 ? accepted[0] : undefined);
    const trusted =
      balancerKey === undefined &&
      (isCognito ? known.length > 0 : known.some(({ source }) => source === 'user'));
    const context = {
      kind: slotOf(found.kind),
      issuers: known.length > 0 ? accepted : [],
      clientId: known.find(({ profile }) => profile.clientId === client)?.profile.clientId,
      accessToken: tokens.access?.token,
      now: now(),
    };
    return { found, context, keysOf, keysFrom: asked || trusted ? keysOf : undefined };
  };

  const withOrigins = (tokens: TokenSet, asked: boolean): Promise<readonly OriginedToken[]> => {
    const found = tokenSlots.map((slot) => tokens[slot]).filter((token) => token !== undefined);
    return Promise.all(found.map((token) => originOf(token, tokens, asked)));
  };

  /** Checks all tokens, those with `keysFrom` with the keys of their issuers. */
  const check = async (key: string, tokens: readonly OriginedToken[]): Promise<void> => {
    const { inspect } = await client();
    const checks = await checkAll(tokens, inspect);
    update(key, { checks, canVerify: isUnsettled(tokens, checks) ? 'again' : unasked(tokens) });
  };

  return {
    add: async (tokens) => {
      const same = [...all.values()].find(({ tokens: other }) =>
        tokenSlots.every((slot) => other[slot]?.token === tokens[slot]?.token),
      );
      if (same) return same.key;
      count += 1;
      const key = crypto.randomUUID();
      const heading = count === 1 ? l10n.t('Pasted token') : l10n.t`Pasted token ${count}`;
      all.set(key, { key, heading, tokens, checks: {}, canVerify: false });
      const origined = await withOrigins(tokens, false);
      update(key, { checks: await checkAll(origined), canVerify: unasked(origined) });
      // The panel opens with the offline checks, because reading the keys takes time.
      if (origined.some(({ keysFrom }) => keysFrom !== undefined)) check(key, origined).catch(failed);
      return key;
    },
    get: (key) => all.get(key),
    list: () => [...all.values()],
    verify: async (key) => {
      const pasted = all.get(key);
      if (pasted === undefined) return;
      const origined = await withOrigins(pasted.tokens, true);
      update(key, { checks: await checkAll(origined) });
      await check(key, origined);
    },
    remove: (key) => all.delete(key),
  };
}

/** @param inspect reads the keys of issuers; without it no key is read */
async function checkAll(
  tokens: readonly OriginedToken[],
  inspect?: CognitoClient['inspect'],
): Promise<Pasted['checks']> {
  const results = tokens.map(async (token): Promise<readonly [TokenSlot, readonly CheckResult[]]> => {
    const { found, context, keysFrom } = token;
    if (inspect && keysFrom !== undefined) {
      return [context.kind, await inspect(found.token, keysFrom, context)];
    }
    if (found.claims === undefined) return [context.kind, []];
    const signature = notChecked('signature', whyNoSignature(token));
    const claims = claimsWithClient(found.header, found.claims);
    return [context.kind, [signature, ...(await checkClaims(claims, context))]];
  });
  return Object.fromEntries(await Promise.all(results));
}

/** Whether there are tokens whose issuer's keys could be read and are not. */
function unasked(tokens: readonly OriginedToken[]): false | 'first' {
  return tokens.some(({ keysOf, keysFrom }) => keysOf !== keysFrom) && 'first';
}

/** Whether keys were asked for and the signature is still not checked. */
function isUnsettled(tokens: readonly OriginedToken[], checks: Pasted['checks']): boolean {
  return tokens.some(
    ({ context, keysFrom }) =>
      keysFrom !== undefined &&
      checks[context.kind]?.some(({ id, status }) => id === 'signature' && status === 'unknown'),
  );
}

function whyNoSignature({ found, keysOf, keysFrom }: OriginedToken): string {
  const balancerKey = loadBalancerKey(found.header);
  if (balancerKey !== undefined && keysFrom === undefined) {
    const { host } = new URL(balancerKey);
    return l10n.t`A load balancer signed this token. Its key has not been read. Choose Verify to read it from ${host}.`;
  }
  if (keysFrom !== undefined) return l10n.t('The pool’s keys are being read.');
  if (keysOf !== undefined) {
    return l10n.t('The issuer’s keys have not been read. Choose Verify to read them.');
  }
  return textClaim(found.claims ?? {}, 'iss') === undefined
    ? l10n.t('The token names no issuer, so there are no keys to check it with.')
    : l10n.t(
        'The issuer is neither an Amazon Cognito user pool nor in one of your profiles, so its keys are not read.',
      );
}
