import type { Endpoints } from '../core/endpoints';
import type { SignInExpectation } from '../core/expectation';

/** The part of a pending sign-in that the token request needs. */
export interface SentRequest {
  readonly clientId: string;
  readonly endpoints: Endpoints;
  readonly redirectUri: string;
  readonly resource?: string;
  /** The account and scopes that the caller needs. */
  readonly asked?: SignInExpectation | undefined;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}
