import * as l10n from '@vscode/l10n';
import { CognitoError } from '../core/errors';
import { claimsOf, timeClaim } from '../core/jwt';
import type { Profile } from '../core/profile';
import type { Session } from '../core/session';

/** Which token of a session is handed to another program. */
export type TokenKind = 'access' | 'id';

/** The kinds of tokens in texts for people. */
export const tokenTitles: Readonly<Record<TokenKind, string>> = {
  access: l10n.t('access token'),
  id: l10n.t('ID token'),
};

/** What can be handed to another program: a token, or the AWS credentials that an identity pool gives for the ID token. */
export type HandedKind = TokenKind | 'aws';

/** The same in texts for people, with the article where there is one. */
export const handedTitles: Readonly<Record<HandedKind, string>> = {
  access: l10n.t('the access token'),
  id: l10n.t('the ID token'),
  aws: l10n.t('AWS credentials'),
};

/** The user whose token is handed out. */
export interface HandedUser {
  readonly subject: string;
  readonly name: string;
}

/** What another program asks for. */
export interface HandoverRequest {
  readonly profile: Profile;
  readonly kind: HandedKind;
  /** The user who is signed in; undefined when a sign-in comes first, and for a machine client. */
  readonly user?: HandedUser | undefined;
  /** The program that asks, in words for people; its text is not trusted. */
  readonly receiver: string;
}

/** A token that can be handed to another program. */
export interface FreshToken {
  readonly token: string;
  /** Milliseconds since 1970, by this computer's clock. */
  readonly expiresAt: number;
}

/**
 * Hands in the session of a profile, refreshed first when its tokens are not good for long enough.
 * @param use how long its tokens should still be valid, in milliseconds
 * @throws CognitoError session_missing, and as a refresh
 */
export type FindSession = (profile: Profile, use: number) => Promise<Session>;

/** The token of a session. @throws CognitoError id_token_missing */
export function tokenOf(session: Session, kind: TokenKind): FreshToken {
  const skew = session.clockSkew ?? 0;
  if (kind === 'access') return { token: session.accessToken, expiresAt: session.expiresAt - skew };
  if (session.idToken === undefined) throw new CognitoError('id_token_missing', { grant: session.grant });
  const expiry = timeClaim(claimsOf(session.idToken), 'exp') ?? session.expiresAt;
  return { token: session.idToken, expiresAt: expiry - skew };
}
