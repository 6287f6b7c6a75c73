import { userIn } from '../../core/account';
import type { FoundToken } from './anyToken';
import type { CheckResult } from '../../client/verification/claimChecks';
import { sideBySide } from './comparison';
import type { Comparison, TokenClaims } from './comparison';
import { guide } from './guidance';
import { textClaim } from '../../core/jwt';
import type { Claims } from '../../core/jwt';
import type { InspectorModel, ShownTokens } from '../protocol';
import { tokenSection } from './sections';

/** Tokens that come from somewhere else: at most one of each kind. */
export interface PastedTokens {
  readonly id?: FoundToken;
  readonly access?: FoundToken;
  /** A refresh token, or a token of another kind. */
  readonly other?: FoundToken;
}

/** The three places that pasted tokens have. */
export const places = ['id', 'access', 'other'] as const;
export type Place = (typeof places)[number];

export type CanVerify = ShownTokens['canVerify'];

export interface PastedState {
  readonly checks: Readonly<Partial<Record<Place, readonly CheckResult[]>>>;
  readonly canVerify: CanVerify;
  readonly comparisons: readonly Comparison[];
}

/** What the inspector shows for tokens that belong to no session. No raw token goes in. */
export function pastedModel(
  key: string,
  heading: string,
  tokens: PastedTokens,
  { checks, canVerify, comparisons }: PastedState,
): InspectorModel {
  const { id, access, other } = pastedClaims(tokens);
  const claims = access ?? id ?? other ?? {};
  const clientId = textClaim(claims, 'client_id') ?? textClaim(claims, 'aud') ?? '';
  const machine = access !== undefined && id === undefined && !Object.hasOwn(access, 'username');
  const section = (place: Place, found: FoundToken): ReturnType<typeof tokenSection> =>
    tokenSection(found.kind, found.token, checks[place] ?? []);
  return {
    key,
    heading,
    production: false,
    pool: textClaim(claims, 'iss') ?? '',
    clientId,
    machine,
    phase: 'token',
    tokens: {
      user: userIn(id ?? {}, access ?? {}) ?? anyName(claims) ?? '',
      ...(tokens.id === undefined ? {} : { idToken: section('id', tokens.id) }),
      ...(tokens.access === undefined ? {} : { accessToken: section('access', tokens.access) }),
      ...(tokens.other === undefined ? {} : { otherToken: section('other', tokens.other) }),
      ...(access === undefined ? {} : { guidance: guide(id, access, { machine, pasted: true }) }),
      comparisons: [...(id && access ? [sideBySide(id, access, undefined)] : []), ...comparisons],
      canRefresh: false,
      canVerify,
    },
  };
}

/** Whom a token is about that is not Cognito's, or names no user. */
function anyName(claims: Claims): string | undefined {
  const names = ['name', 'email', 'sub'].map((name) => textClaim(claims, name));
  return names.find((name) => name !== undefined && name !== '');
}

/** What pasted tokens say. */
export function pastedClaims(tokens: PastedTokens): TokenClaims {
  const { id, access, other } = tokens;
  return {
    ...(id?.claims === undefined ? {} : { id: id.claims }),
    ...(access?.claims === undefined ? {} : { access: access.claims }),
    ...(other?.claims === undefined ? {} : { other: other.claims }),
  };
}

/** Puts tokens into their places; undefined when two want the same one. */
export function arrange(found: readonly FoundToken[]): PastedTokens | undefined {
  const placed: Partial<Record<Place, FoundToken>> = {};
  for (const token of found) {
    const place = token.kind === 'id' || token.kind === 'access' ? token.kind : 'other';
    if (placed[place] !== undefined) return undefined;
    placed[place] = token;
  }
  return placed;
}
