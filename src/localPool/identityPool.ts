import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { notAuthorized, Refusal, type Parameters } from './awsOperation';
import type { LocalIdentityPool } from './configSchema';
import { loginClaims, otherLogins, providerOf } from './identityPoolLogin';
import { chooseRole } from './identityPoolRole';
import { subjectOf, type Pool } from './pool';
import { randomText } from './randomText';

/**
 * `GetId`: the identity id of a user. The messages of NotAuthorizedException are those of public reports, because AWS does not
 * document them.
 *
 * @throws Refusal
 *
 * Source: AWS, Amazon Cognito Federated Identities API reference, "GetId" and "GetCredentialsForIdentity".
 */
export async function getId(pool: Pool, { IdentityPoolId, Logins }: Parameters): Promise<object> {
  const id = parameter('identityPoolId', IdentityPoolId);
  const found = pool.config.identityPools.find(({ identityPoolId }) => identityPoolId === id);
  if (found === undefined) throw new Refusal('ResourceNotFoundException', `IdentityPool '${id}' not found.`);
  return { IdentityId: identityOf(found, subject(await loginClaims(pool, found, Logins))) };
}

/** `GetCredentialsForIdentity`: AWS credentials that no service of AWS accepts. @throws Refusal */
export async function getCredentialsForIdentity(
  pool: Pool,
  { IdentityId, Logins, CustomRoleArn }: Parameters,
): Promise<object> {
  const id = parameter('identityId', IdentityId);
  const found = poolOfIdentity(pool, id);
  if (found === undefined) throw new Refusal('ResourceNotFoundException', `Identity '${id}' not found.`);
  const claims = await loginClaims(pool, found, Logins);
  if (identityOf(found, subject(claims)) !== id) throw otherLogins();
  const role = chooseRole(found, claims, CustomRoleArn);
  if (role === 'ambiguous') {
    const provider = `${providerOf(pool)}:${String(claims.aud)}`;
    throw notAuthorized(`The ambiguous role mapping rules for: ${provider} denied this request.`);
  }
  // The text of AWS for this is not known.
  if (role === 'not_allowed') throw notAuthorized('CustomRoleArn is not in cognito:roles of the token.');
  if (role === 'none') {
    throw new Refusal(
      'InvalidIdentityPoolConfigurationException',
      'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
    );
  }
  return { IdentityId: id, Credentials: fakeCredentials(pool, found, id, role.arn) };
}

function parameter(name: string, value: unknown): string {
  if (typeof value === 'string' && /^[\w-]+:[0-9a-f-]+$/.test(value) && value.length <= 55) return value;
  const rule = 'Member must satisfy regular expression pattern: [\\w-]+:[0-9a-f-]+';
  throw new Refusal(
    'InvalidParameterException',
    `1 validation error detected: Value at '${name}' failed to satisfy constraint: ${rule}`,
  );
}

function subject({ sub }: JWTPayload): string {
  return sub ?? '';
}

/** The identity id of a user, the same at every start: the Region of the identity pool and a UUID. */
function identityOf({ identityPoolId }: LocalIdentityPool, sub: string): string {
  const hex = createHash('sha256').update(`${identityPoolId}\n${sub}`).digest('hex');
  const uuid = hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
  return `${identityPoolId.split(':', 1)[0] ?? ''}:${uuid}`;
}

/** The identity pool that has this identity of one of the users. */
function poolOfIdentity(pool: Pool, identityId: string): LocalIdentityPool | undefined {
  return pool.config.identityPools.find((identities) =>
    pool.config.users.some((user) => identityOf(identities, subjectOf(pool, user)) === identityId),
  );
}

const keyLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Random credentials of the right form. The session token says, in base64, for which role and identity they are. */
function fakeCredentials(
  pool: Pool,
  { credentialsSeconds }: LocalIdentityPool,
  identityId: string,
  roleArn: string,
): object {
  const content = { localUserPool: true, roleArn, identityId, random: randomUUID() };
  return {
    AccessKeyId: `ASIA${randomText(16, keyLetters)}`,
    SecretKey: randomBytes(30).toString('base64'),
    SessionToken: Buffer.from(JSON.stringify(content)).toString('base64'),
    Expiration: pool.now() / 1000 + credentialsSeconds,
  };
}
