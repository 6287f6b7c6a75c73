import type { Endpoints } from '../../core/endpoints';
import type { Profile } from '../../core/profile';
import type { Session } from '../../core/session';
import type { AppClientCheckContext, Check } from '../appClientCheck/checks';
import type { FetchUntil } from '../transport';

/** The checks of Check MCP Server, in the order in which they are shown. */
export type McpServerCheckId =
  | 'server'
  | 'token'
  | 'scopes'
  | 'accepted'
  | 'callback'
  | 'resourceServer'
  | 'metadata'
  | 'resource'
  | 'issuer'
  | 'pkce'
  | 'registration';

export type McpServerCheck = Check<McpServerCheckId>;

/** An entry of `cognito.mcpServers`, with its profile. */
export interface CheckedMcpServer {
  readonly profile: Profile;
  readonly url: string;
  /** Which token the entry sends. */
  readonly token: 'access' | 'id';
}

/** The token that the entry sends. */
export interface HeldToken {
  readonly token: string;
  /** Milliseconds since 1970, by this computer's clock. */
  readonly expiresAt: number;
  readonly session: Session;
}

/** What the checks need. */
export interface McpServerCheckContext extends Pick<
  AppClientCheckContext,
  'now' | 'source' | 'approve' | 'signal'
> {
  readonly fetch: FetchUntil;
  /** @throws CognitoError as `discover` in client/oauth */
  readonly discover: (profile: Profile) => Promise<Endpoints>;
  /** A fresh token. @throws CognitoError session_missing, id_token_missing, and as a refresh */
  readonly held: () => Promise<HeldToken>;
  /**
   * Whether the user has agreed that the token is sent to the URL. Without it, and for a production profile, the token is only read.
   */
  readonly maySend: boolean;
}
