import { readToken, type FoundToken, type TokenKind } from './anyToken';
import { textClaim, type Claims } from '../../core/jwt';
import type { Session } from '../../core/session';

/** Tokens that are shown together have one slot for each kind; a token of any other kind is in `other`. */
export const tokenSlots = ['id', 'access', 'other'] as const;
export type TokenSlot = (typeof tokenSlots)[number];

/** Tokens that are shown together: those of a session, or those that were pasted at once. */
export type TokenSet = Readonly<Partial<Record<TokenSlot, FoundToken>>>;

/** The claims of such tokens. An encrypted token has none. */
export type TokenClaims = Readonly<Partial<Record<TokenSlot, Claims>>>;

export function slotOf(kind: TokenKind): TokenSlot {
  return kind === 'id' || kind === 'access' ? kind : 'other';
}

/** Puts each token into its slot. @returns undefined when two tokens want the same one */
export function byKind(found: readonly FoundToken[]): TokenSet | undefined {
  const tokens: Partial<Record<TokenSlot, FoundToken>> = {};
  for (const token of found) {
    const slot = slotOf(token.kind);
    if (tokens[slot] !== undefined) return undefined;
    tokens[slot] = token;
  }
  return tokens;
}

/** Reads a session's ID token and access token, without checking anything. The refresh token is left out. */
export function readSession({ idToken, accessToken }: Session): TokenSet {
  return { id: idToken === undefined ? undefined : readToken(idToken), access: readToken(accessToken) };
}

export function claimsOf({ id, access, other }: TokenSet): TokenClaims {
  return { id: id?.claims, access: access?.claims, other: other?.claims };
}

const userClaims = ['email', 'cognito:username', 'username', 'name', 'sub'];

/**
 * The user that tokens are about, for people: the e-mail address, else the name, else the id.
 * @returns undefined when no token says it
 */
export function userOf({ id, access, other }: TokenClaims): string | undefined {
  const claims = { ...other, ...access, ...id };
  return userClaims.map((name) => textClaim(claims, name)).find((text) => text !== undefined && text !== '');
}
