/** The environment variables of a terminal: where the window answers, and the capability that it expects. */
export const socketVariable = 'COGNITO_TOKEN_SOCKET';
export const capabilityVariable = 'COGNITO_TOKEN_CAPABILITY';

/** Why a token is not handed out. */
export type Refusal = 'not_signed_in' | 'denied' | 'wrong_usage' | 'failed';

/** AWS credentials, with the names that AWS gives them. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since 1970, by this computer's clock. */
  readonly expiresAt: number;
}

/** Where a program gets AWS credentials, and what each of its requests must bring. */
export interface AwsEndpoint {
  readonly url: string;
  /** The value of the header `Authorization`. */
  readonly authorization: string;
}

/** One line of the answer, as JSON: any number of `waiting`, then what was asked for or a refusal. */
export type AnswerLine =
  | { readonly waiting: 'consent' | 'sign_in' }
  | { readonly awsKeys: AwsKeys }
  | { readonly awsEndpoint: AwsEndpoint }
  | {
      readonly token: string;
      readonly kind: 'access' | 'id';
      readonly profile: string;
      /** Milliseconds since 1970, by this computer's clock. */
      readonly expiresAt: number;
    }
  | { readonly refusal: Refusal; readonly message: string };
