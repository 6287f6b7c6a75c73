import * as v from 'valibot';
import { CognitoError } from '../../core/errors';
import { claimsOf } from '../../core/jwt';
import { defined } from '../../core/members';
import { scopesOf, userAdminScope } from '../../core/scopes';
import type { Session } from '../../core/session';
import { callAws, type AwsOperation } from '../awsApi/callAws';
import { userPoolOperation } from '../awsApi/userPoolApi';
import type { Fetch } from '../oauth/tokenRequest';

/** Where a user is signed in, as the pool knows it. Its texts come from the pool and are not trusted. */
export interface UserSession {
  readonly id: string;
  /** `token`: a sign-in of an app client. `browser`: the session of a browser at the sign-in page. */
  readonly kind: 'token' | 'browser';
  readonly clientId: string | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number | undefined;
  /** Milliseconds since 1970. */
  readonly lastActiveAt: number | undefined;
  /** The program or browser, such as a user agent. */
  readonly device: string | undefined;
  readonly ipAddress: string | undefined;
  readonly country: string | undefined;
  /** The id of the browser session that the sign-in came through. */
  readonly browserSessionId: string | undefined;
  /** Whether it is the session of the access token that asked. */
  readonly isCurrent: boolean;
}

const text = v.optional(v.pipe(v.string(), v.maxLength(1024)));
const time = v.optional(
  v.pipe(
    v.number(),
    v.finite(),
    v.transform((seconds) => seconds * 1000),
  ),
);

const page = v.object({
  Sessions: v.optional(
    v.array(
      v.object({
        SessionId: v.pipe(v.string(), v.regex(/^[\w-]{1,128}$/)),
        SessionType: v.picklist(['TOKEN', 'SSO']),
        ClientId: text,
        CreateDate: time,
        LastActiveDate: time,
        DeviceType: text,
        LastIPAddress: text,
        LastLocation: v.optional(v.object({ Country: text })),
        OriginSessionId: text,
        IsCurrentSession: v.optional(v.boolean(), false),
      }),
    ),
    [],
  ),
  NextToken: v.optional(v.string()),
});

/** A page has at most 125 sessions, and a user at most 100 token sessions. */
const mostPages = 10;

/** The exceptions that a user can do something about. Source: AWS, "ListUserSessions" and "RevokeUserSession", Errors. */
const exceptions: ReadonlySet<string> = new Set([
  'FeatureUnavailableInTierException',
  'InvalidParameterException',
  'NotAuthorizedException',
  'OperationNotEnabledException',
  'ResourceNotFoundException',
  'TooManyRequestsException',
]);

/**
 * The sessions of the user of an access token, the current one first, then the one used last.
 * @throws CognitoError user_sessions_refused, response_unexpected, network, timeout
 * Source: AWS, "ListUserSessions".
 */
export async function listUserSessions(session: Session, fetch: Fetch): Promise<readonly UserSession[]> {
  const { accessToken: AccessToken } = session;
  const found: UserSession[] = [];
  let NextToken: string | undefined;
  for (let pages = 0; pages < mostPages; pages++) {
    const parameters = { AccessToken, ...defined({ NextToken }) };
    const answer = await callAws(operation('ListUserSessions', session), parameters, page, fetch);
    found.push(...answer.Sessions.map(userSession));
    ({ NextToken } = answer);
    if (NextToken === undefined) break;
  }
  return found.toSorted(
    (one, other) =>
      Number(other.isCurrent) - Number(one.isCurrent) || (other.lastActiveAt ?? 0) - (one.lastActiveAt ?? 0),
  );
}

/**
 * Ends another session of the same user. The session of the access token itself cannot be ended this way.
 * @param linked whether the browser session that a token session came through ends too, or the token sessions of a browser session
 * @throws CognitoError user_sessions_refused, response_unexpected, network, timeout
 * Source: AWS, "RevokeUserSession".
 */
export async function revokeUserSession(
  session: Session,
  id: string,
  linked: boolean,
  fetch: Fetch,
): Promise<void> {
  const parameters = {
    AccessToken: session.accessToken,
    SessionId: id,
    RevokeAssociatedSessions: linked ? 'LINKED' : 'NONE',
  };
  await callAws(operation('RevokeUserSession', session), parameters, v.object({}), fetch);
}

function operation(name: string, { issuer, accessToken }: Session): AwsOperation {
  return {
    ...userPoolOperation(issuer, name),
    exceptions,
    // Whether the operations need the scope is not documented, so the error only says whether the token has it.
    refused: ({ detail }) => {
      const hasScope = scopesOf(claimsOf(accessToken)['scope']).includes(userAdminScope);
      return new CognitoError('user_sessions_refused', {
        ...detail,
        operation: name,
        scope: hasScope ? 'granted' : 'missing',
      });
    },
  };
}

function userSession(listed: v.InferOutput<typeof page>['Sessions'][number]): UserSession {
  return {
    id: listed.SessionId,
    kind: listed.SessionType === 'SSO' ? 'browser' : 'token',
    clientId: listed.ClientId,
    createdAt: listed.CreateDate,
    lastActiveAt: listed.LastActiveDate,
    device: listed.DeviceType,
    ipAddress: listed.LastIPAddress,
    country: listed.LastLocation?.Country,
    browserSessionId: listed.OriginSessionId,
    isCurrent: listed.IsCurrentSession,
  };
}
