/** The environment variables of a terminal: where the window answers, and the capability that it expects. */
export const socketVariable = 'COGNITO_TOKEN_SOCKET';
export const capabilityVariable = 'COGNITO_TOKEN_CAPABILITY';

/** Why a token is not handed out. */
export type Refusal = 'not_signed_in' | 'denied' | 'wrong_usage' | 'failed';

/** One line of the answer, as JSON: any number of `waiting`, then a token or a refusal. */
export type AnswerLine =
  | { readonly waiting: 'consent' | 'sign_in' }
  | {
      readonly token: string;
      readonly kind: 'access' | 'id';
      readonly profile: string;
      /** Milliseconds since 1970, by this computer's clock. */
      readonly expiresAt: number;
    }
  | { readonly refusal: Refusal; readonly message: string };
