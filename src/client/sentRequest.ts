import type { Endpoints } from '../core/endpoints';
import type { SignInExpectation } from '../core/expectation';

/** What a sign-in has to remember until its callback arrives. */
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
