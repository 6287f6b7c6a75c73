import * as v from 'valibot';
import { CognitoError, isCognitoError } from '../../core/errors';
import { claimsOf, textClaim } from '../../core/jwt';
import { defined } from '../../core/members';
import type { Session } from '../../core/session';
import { callAws } from '../awsApi/callAws';
import type { Fetch } from '../oauth/tokenRequest';
import { identityPoolEndpoint } from './endpoint';
import { identityPoolExceptions, identityPoolRefusal } from './refusal';

/** The identity pool that exchanges an ID token for AWS credentials. */
export interface IdentityPoolRequest {
  readonly identityPoolId: string;
  /** The role to ask for. Left out: the identity pool chooses it. */
  readonly customRoleArn?: string | undefined;
  /** The user's id in the identity pool, when it is known from an earlier request. */
  readonly identityId?: string | undefined;
}

/** Temporary AWS credentials of a signed-in user. */
export interface AwsCredentials {
  readonly identityId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since 1970, by this computer's clock. */
  readonly expiresAt: number;
}

/** Values that become environment variables, header fields and JSON members of other programs. */
const visible = v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/));

const identityId = v.pipe(v.string(), v.regex(/^[\w-]+:[0-9a-f-]+$/), v.maxLength(55));

/** Seconds since 1970 as a number, maybe with a fraction. Other servers write a date as text. In milliseconds. */
const time = v.pipe(
  v.union([
    v.pipe(
      v.number(),
      v.transform((seconds) => seconds * 1000),
    ),
    v.pipe(
      v.string(),
      v.transform((text) => Date.parse(text)),
    ),
  ]),
  v.finite(),
);

const identity = v.object({ IdentityId: identityId });

const issued = v.object({
  Credentials: v.object({
    AccessKeyId: visible,
    SecretKey: visible,
    SessionToken: visible,
    Expiration: time,
  }),
});

/**
 * Exchanges the ID token of a session for AWS credentials: `GetId` unless the identity id is known, then
 * `GetCredentialsForIdentity`. Both are public: they need no AWS credentials and no signature.
 * @throws CognitoError id_token_missing, aws_refused, response_unexpected, profile_invalid, network, timeout
 * Source: AWS, "Identity pools authentication flow", enhanced flow.
 */
export async function requestAwsCredentials(
  session: Session,
  pool: IdentityPoolRequest,
  fetch: Fetch,
): Promise<AwsCredentials> {
  const { idToken } = session;
  if (idToken === undefined) throw new CognitoError('id_token_missing', { grant: session.grant });
  const endpoint = identityPoolEndpoint(pool.identityPoolId, session.issuer);
  const Logins = { [loginProvider(idToken, session)]: idToken };
  const ask = async <T>(operation: string, parameters: object, schema: v.GenericSchema<unknown, T>) => {
    try {
      const target = `AWSCognitoIdentityService.${operation}`;
      return await callAws(
        { endpoint, target, exceptions: identityPoolExceptions, refused: identityPoolRefusal },
        { ...parameters, Logins },
        schema,
        fetch,
      );
    } catch (error) {
      throw withFacts(error, idToken, session, pool);
    }
  };
  const getId = async (): Promise<string> =>
    (await ask('GetId', { IdentityPoolId: pool.identityPoolId }, identity)).IdentityId;
  const getCredentials = async (id: string): Promise<AwsCredentials> => {
    const role = defined({ CustomRoleArn: pool.customRoleArn });
    const { Credentials } = await ask('GetCredentialsForIdentity', { IdentityId: id, ...role }, issued);
    return {
      identityId: id,
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretKey,
      sessionToken: Credentials.SessionToken,
      expiresAt: Credentials.Expiration - (session.clockSkew ?? 0),
    };
  };
  if (pool.identityId === undefined) return getCredentials(await getId());
  try {
    return await getCredentials(pool.identityId);
  } catch (error) {
    const isGone = isCognitoError(error, 'aws_refused') && error.detail.type === 'ResourceNotFoundException';
    if (!isGone) throw error;
    // The identity was deleted since, so the pool makes a new one.
    return getCredentials(await getId());
  }
}

/**
 * The name of the user pool in `Logins`: the issuer without its scheme. A pool can have two forms of the issuer, and the service
 * compares the name with the one in the token, which the session's checks have accepted.
 */
function loginProvider(idToken: string, session: Session): string {
  return (textClaim(claimsOf(idToken), 'iss') ?? session.issuer).replace(/^https?:\/\//, '');
}

/** Adds to a refusal what its text names: the identity pool, and the user pool and app client of the ID token. */
function withFacts(error: unknown, idToken: string, session: Session, pool: IdentityPoolRequest): unknown {
  if (!isCognitoError(error, 'aws_refused')) return error;
  const { type, cause } = error.detail;
  const { identityPoolId, customRoleArn } = pool;
  const roles = claimsOf(idToken)['cognito:roles'];
  // The message for this is not known. The rule is: the role must be one of the token's.
  const isForeignRole =
    customRoleArn !== undefined && !(Array.isArray(roles) && roles.includes(customRoleArn));
  return new CognitoError('aws_refused', {
    ...error.detail,
    cause: cause ?? (type === 'NotAuthorizedException' && isForeignRole ? 'role_not_in_token' : undefined),
    identityPoolId,
    customRoleArn,
    provider: loginProvider(idToken, session),
    clientId: session.clientId,
  });
}
