import { member } from '../../../core/members';
import { parts, type RawFind } from './find';

/** Where a form of Amplify configuration has its values. Paths have dots between their members. */
interface Form {
  /** The path that the other ones begin at; empty for the whole configuration. */
  readonly base: string;
  readonly pool: string;
  readonly client: string;
  readonly oauth: string;
  readonly identityPool: string;
  /** The name of the pool's id is too common to count without a client. */
  readonly needsClient?: true;
}

const mobile = {
  pool: 'CognitoUserPool.Default.PoolId',
  client: 'CognitoUserPool.Default.AppClientId',
  oauth: 'Auth.Default.OAuth',
  identityPool: 'CredentialsProvider.CognitoIdentity.Default.PoolId',
};
const v5 = {
  pool: 'userPoolId',
  client: 'userPoolWebClientId',
  oauth: 'oauth',
  identityPool: 'identityPoolId',
  needsClient: true,
} as const;

const forms: readonly Form[] = [
  // `amplify_outputs.json`.
  {
    base: 'auth',
    pool: 'user_pool_id',
    client: 'user_pool_client_id',
    oauth: 'oauth',
    identityPool: 'identity_pool_id',
  },
  // `aws-exports.js`, and `amplifyconfiguration.json` for JavaScript.
  {
    base: '',
    pool: 'aws_user_pools_id',
    client: 'aws_user_pools_web_client_id',
    oauth: 'oauth',
    identityPool: 'aws_cognito_identity_pool_id',
  },
  // `amplifyconfiguration.json` for Android, iOS and Flutter.
  { base: 'auth.plugins.awsCognitoAuthPlugin', ...mobile },
  { base: '', ...mobile },
  // The argument of `Amplify.configure` in version 6.
  {
    base: 'Auth.Cognito',
    pool: 'userPoolId',
    client: 'userPoolClientId',
    oauth: 'loginWith.oauth',
    identityPool: 'identityPoolId',
  },
  // The argument of `Amplify.configure` up to version 5.
  { base: 'Auth', ...v5 },
  { base: '', ...v5 },
];

/**
 * Finds the user pool in an Amplify configuration of any generation: `amplify_outputs.json`, `aws-exports`,
 * `amplifyconfiguration.json`, or the argument of `Amplify.configure`.
 * Source: Amplify documentation, "Use existing Cognito resources", for each generation.
 */
export function readAmplify(root: unknown): readonly RawFind[] {
  return forms.flatMap(({ base, pool, client, oauth, identityPool, needsClient }): readonly RawFind[] => {
    const values = at(root, base);
    const userPoolId = at(values, pool);
    const clientId = at(values, client);
    if (userPoolId === undefined || (needsClient && clientId === undefined)) return [];
    // The console's file for mobile apps has an empty secret for a client without one.
    const hasSecret = Boolean(at(values, 'CognitoUserPool.Default.AppClientSecret'));
    const identityPoolId = at(values, identityPool);
    const raw = { userPoolId, clientId, identityPoolId, ...readOauth(at(values, oauth)) };
    return [{ place: '', hasSecret, raw }];
  });
}

function at(value: unknown, path: string): unknown {
  return member(value, ...path.split('.').filter((name) => name !== ''));
}

/** Each generation has its own names. Older ones write several URLs with commas between them. */
function readOauth(oauth: unknown): RawFind['raw'] {
  const first = (...names: readonly string[]): unknown =>
    names.map((name) => member(oauth, name) ?? undefined).find((value) => value !== undefined);
  return {
    domain: first('domain', 'WebDomain'),
    scopes: first('scope', 'scopes', 'Scopes'),
    redirectUris: parts(first('redirectSignIn', 'redirect_sign_in_uri', 'SignInRedirectURI'), /,/),
    logoutUris: parts(first('redirectSignOut', 'redirect_sign_out_uri', 'SignOutRedirectURI'), /,/),
  };
}
