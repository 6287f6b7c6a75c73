import type { CognitoClient } from '../../client/cognitoClient';
import type { AwsCredentials } from '../../client/identityPool/awsCredentials';
import { CognitoError, isCognitoError } from '../../core/errors';
import { isMachine, type Profile } from '../../core/profile';
import { sessionName, shortestUse, type Session } from '../../core/session';
import type { Approve } from '../../profiles/trust/trust';
import type { IdentityIds } from '../../sessions/identityIds';
import type { FindSession } from '../freshToken';

/** What AWS credentials need from the rest of the extension. */
export interface AwsCredentialsContext {
  readonly client: () => Promise<Pick<CognitoClient, 'awsCredentials'>>;
  /** The stored session of a profile, as it is. */
  readonly stored: (profile: Profile) => Promise<Session | undefined>;
  readonly session: FindSession;
  /** Asks before the ID token goes to an identity pool that a workspace has chosen. */
  readonly approve: Approve;
  readonly identityIds: Pick<IdentityIds, 'get' | 'set'>;
  readonly log: (line: string) => void;
}

/** The AWS credentials of signed-in users. They are in this window's memory only. */
export interface AwsCredentialsCache {
  /**
   * Credentials of the profile's signed-in user that can be used for a while. Askers at the same time share one request.
   * @throws CognitoError identity_pool_missing, session_missing, id_token_missing, sign_in_cancelled when the user does not approve the
   * identity pool, aws_refused, aws_expired, and as a refresh
   */
  readonly get: (profile: Profile) => Promise<AwsCredentials>;
  /** Forgets the credentials of a profile, for a sign-out. */
  readonly forget: (profileName: string) => void;
}

interface Entry {
  readonly profileName: string;
  /** The name of the session. */
  readonly session: string;
  readonly credentials: Promise<AwsCredentials>;
  /** The credentials, once they have come. */
  received?: AwsCredentials;
  /** When to request new ones, in milliseconds since 1970; undefined while they are being requested. */
  renewAt?: number;
}

/** Credentials are renewed so long before they expire, in milliseconds. The SDKs of AWS also ask for new ones five minutes early. */
const renewalTime = 300_000;

/** @param now milliseconds since 1970 */
export function createAwsCredentials(
  { client, stored, session: freshSession, approve, identityIds, log }: AwsCredentialsContext,
  now: () => number = Date.now,
): AwsCredentialsCache {
  const entries = new Map<string, Entry>();

  const usable = (key: string): Entry | undefined => {
    const entry = entries.get(key);
    return entry !== undefined && now() < (entry.renewAt ?? Infinity) ? entry : undefined;
  };

  const forget = (profileName: string): void => {
    for (const [key, entry] of entries) if (entry.profileName === profileName) entries.delete(key);
  };

  /**
   * @param earlier credentials of the same sign-in, identity pool and role, which are given again while the pool does not answer
   * @throws CognitoError as `get`
   */
  const request = async (
    profile: Profile,
    identityPoolId: string,
    session: Session,
    earlier: AwsCredentials | undefined,
  ): Promise<AwsCredentials> => {
    await approve(profile, session.endpoints);
    // Without the id, the pool is asked for it, and gives the same one again.
    const identityId = await identityIds.get(session, identityPoolId).catch(() => undefined);
    const { customRoleArn } = profile;
    const { awsCredentials } = await client();
    const credentials = await awsCredentials(session, { identityPoolId, customRoleArn, identityId }).catch(
      (error: unknown) => {
        // What cannot be renewed now can be used until it expires.
        if (earlier !== undefined && now() < earlier.expiresAt && isOutage(error)) return earlier;
        throw error;
      },
    );
    // The user may have signed out meanwhile, in this window or another one.
    if ((await stored(profile))?.id !== session.id) throw new CognitoError('session_missing');
    if (credentials.identityId !== identityId) {
      await identityIds.set(session, identityPoolId, credentials.identityId);
    }
    if (credentials.expiresAt <= now()) throw new CognitoError('aws_expired');
    return credentials;
  };

  const start = (
    key: string,
    { profileName, session }: Pick<Entry, 'profileName' | 'session'>,
    requestFrom: (earlier: AwsCredentials | undefined) => Promise<AwsCredentials>,
  ): Entry => {
    const earlier = entries.get(key)?.received;
    // Credentials of an earlier sign-in, identity pool or role are of no use any more.
    for (const [other, entry] of entries) {
      if (entry.profileName === profileName && entry.session === session) entries.delete(other);
    }
    const startedAt = now();
    const credentials = requestFrom(earlier);
    const entry: Entry = { profileName, session, credentials };
    entries.set(key, entry);
    credentials.then(
      (received) => {
        const { expiresAt } = received;
        entry.received = received;
        entry.renewAt = expiresAt - Math.min(renewalTime, (expiresAt - startedAt) / 2);
        log(received === earlier ? '[aws] AWS credentials not renewed' : '[aws] AWS credentials received');
      },
      () => {
        if (entries.get(key) === entry) entries.delete(key);
      },
    );
    return entry;
  };

  return {
    get: async (profile) => {
      const { name } = profile;
      const identityPoolId = assertHasIdentityPool(profile);
      const found = await stored(profile);
      if (found === undefined) throw new CognitoError('session_missing', { user: profile.user });
      const known = usable(keyOf(profile, found));
      if (known !== undefined) return known.credentials;
      const session = await freshSession(profile, shortestUse);
      const key = keyOf(profile, session);
      const entry =
        usable(key) ??
        start(key, { profileName: name, session: sessionName(session) }, (earlier) =>
          request(profile, identityPoolId, session, earlier),
        );
      return entry.credentials;
    },
    forget,
  };
}

/** Whether an error says nothing about the credentials, because the identity pool did not answer or is busy. */
function isOutage(error: unknown): boolean {
  if (!isCognitoError(error)) return false;
  const { code, detail } = error;
  return code === 'network' || code === 'timeout' || detail.type === 'TooManyRequestsException';
}

/** Another profile, sign-in, user, identity pool or role has credentials of its own. */
function keyOf({ name, identityPoolId, customRoleArn }: Profile, session: Session): string {
  return JSON.stringify([name, sessionName(session), session.id, identityPoolId, customRoleArn]);
}

/**
 * @returns the id of the profile's identity pool
 * @throws CognitoError identity_pool_missing; id_token_missing for a machine client, which has no user
 */
export function assertHasIdentityPool(profile: Profile): string {
  if (profile.identityPoolId === undefined) throw new CognitoError('identity_pool_missing');
  if (isMachine(profile)) throw new CognitoError('id_token_missing', { grant: profile.grant });
  return profile.identityPoolId;
}
