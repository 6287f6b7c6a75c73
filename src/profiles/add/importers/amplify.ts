import type { RawFind } from './find';
import { member } from '../../../core/members';
import { parts } from './values';

/** Each reads one form of Amplify configuration; undefined for another form. */
const shapes: readonly ((root: unknown) => RawFind | undefined)[] = [gen2, gen1, mobile, v6, v5];

/**
 * Finds the user pool in an Amplify configuration of any generation: `amplify_outputs.json`, `aws-exports`,
 * `amplifyconfiguration.json`, or the argument of `Amplify.configure`.
 * Source: Amplify documentation, "Use existing Cognito resources", for each generation.
 */
export function readAmplify(root: unknown): readonly RawFind[] {
  return shapes.map((shape) => shape(root)).filter((find) => find !== undefined);
}

/** `amplify_outputs.json`. */
function gen2(root: unknown): RawFind | undefined {
  const auth = member(root, 'auth');
  const userPoolId = member(auth, 'user_pool_id');
  if (userPoolId === undefined) return undefined;
  const oauth = member(auth, 'oauth');
  return {
    place: '',
    raw: {
      userPoolId,
      clientId: member(auth, 'user_pool_client_id'),
      domain: member(oauth, 'domain'),
      scopes: member(oauth, 'scopes'),
      redirectUris: member(oauth, 'redirect_sign_in_uri'),
      logoutUris: member(oauth, 'redirect_sign_out_uri'),
    },
  };
}

/** `aws-exports.js`, and `amplifyconfiguration.json` for JavaScript. Several callback URLs have commas between them. */
function gen1(root: unknown): RawFind | undefined {
  const userPoolId = member(root, 'aws_user_pools_id');
  if (userPoolId === undefined) return undefined;
  return {
    place: '',
    raw: {
      userPoolId,
      clientId: member(root, 'aws_user_pools_web_client_id'),
      ...oauthOf(member(root, 'oauth')),
    },
  };
}

/** `amplifyconfiguration.json` for Android, iOS and Flutter. */
function mobile(root: unknown): RawFind | undefined {
  const plugin = member(root, 'auth', 'plugins', 'awsCognitoAuthPlugin') ?? root;
  const pool = member(plugin, 'CognitoUserPool', 'Default');
  const userPoolId = member(pool, 'PoolId');
  if (userPoolId === undefined) return undefined;
  const oauth = member(plugin, 'Auth', 'Default', 'OAuth');
  return {
    place: '',
    hasSecret: member(pool, 'AppClientSecret') !== undefined,
    raw: {
      userPoolId,
      clientId: member(pool, 'AppClientId'),
      domain: member(oauth, 'WebDomain'),
      scopes: member(oauth, 'Scopes'),
      redirectUris: parts(member(oauth, 'SignInRedirectURI'), /,/),
      logoutUris: parts(member(oauth, 'SignOutRedirectURI'), /,/),
    },
  };
}

/** The argument of `Amplify.configure` in version 6. */
function v6(root: unknown): RawFind | undefined {
  const cognito = member(root, 'Auth', 'Cognito');
  const userPoolId = member(cognito, 'userPoolId');
  if (userPoolId === undefined) return undefined;
  const oauth = member(cognito, 'loginWith', 'oauth');
  return {
    place: '',
    raw: { userPoolId, clientId: member(cognito, 'userPoolClientId'), ...oauthOf(oauth) },
  };
}

/** The argument of `Amplify.configure` up to version 5. */
function v5(root: unknown): RawFind | undefined {
  const auth = member(root, 'Auth') ?? root;
  const userPoolId = member(auth, 'userPoolId');
  const clientId = member(auth, 'userPoolWebClientId');
  if (userPoolId === undefined || clientId === undefined) return undefined;
  return { place: '', raw: { userPoolId, clientId, ...oauthOf(member(auth, 'oauth')) } };
}

function oauthOf(oauth: unknown): RawFind['raw'] {
  return {
    domain: member(oauth, 'domain'),
    scopes: member(oauth, 'scope') ?? member(oauth, 'scopes'),
    redirectUris: parts(member(oauth, 'redirectSignIn'), /,/),
    logoutUris: parts(member(oauth, 'redirectSignOut'), /,/),
  };
}
