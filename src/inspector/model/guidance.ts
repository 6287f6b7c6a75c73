import * as l10n from '@vscode/l10n';
import { claimText, scopeParts, type Part } from './claimParts';
import { textClaim, type Claims } from '../../core/jwt';
import { truncate } from '../../core/text';
import { openidScope, scopesOf, userAdminScope } from '../../core/scopes';

/** A service that takes tokens, and which token to send there. */
export interface Advice {
  /** "API Gateway HTTP API, JWT authorizer". */
  readonly target: string;
  readonly send: 'id' | 'access' | 'either' | 'neither';
  readonly reason: string;
}

/** Which token to send where. */
export interface Guidance {
  /** The advice in one or two sentences. */
  readonly summary: string;
  readonly scopes: readonly Part[];
  readonly advice: readonly Advice[];
}

/** The facts that several texts depend on. */
interface Facts {
  readonly hasIdToken: boolean;
  readonly machine: boolean;
  readonly pasted: boolean;
  /** The access token's `aud`, when it is bound to a resource. */
  readonly resource: string | undefined;
}

/**
 * Tells which token to send where.
 * @param id the claims of the ID token, if there is one
 * @param access the claims of the access token
 * @param of `machine`: the tokens are those of a machine client; `pasted`: the tokens were pasted and belong to no session
 */
export function guide(
  id: Claims | undefined,
  access: Claims,
  { machine = false, pasted = false }: { readonly machine?: boolean; readonly pasted?: boolean } = {},
): Guidance {
  const facts: Facts = {
    hasIdToken: id !== undefined,
    machine,
    pasted,
    resource: Object.hasOwn(access, 'aud') ? truncate(claimText(access.aud), 200) : undefined,
  };
  return { summary: summary(facts), scopes: scopeParts(access.scope), advice: advise(id, access, facts) };
}

function summary({ hasIdToken, machine, pasted, resource }: Facts): string {
  if (machine) {
    return l10n.t(
      'Send the access token, because a machine client has no other token. APIs identify the client by client_id and scope.',
    );
  }
  const bound =
    resource === undefined ? '' : l10n.t` It is bound to ${resource}, so other APIs may refuse it.`;
  if (!hasIdToken && pasted) {
    return l10n.t`Send the access token to APIs. Services that need the user’s identity take the ID token, which was not pasted.${bound}`;
  }
  if (!hasIdToken) {
    return l10n.t`Send the access token, because this session has no ID token: the openid scope was not granted.${bound}`;
  }
  return l10n.t`Send the access token to APIs, and the ID token to services that need the user’s identity.${bound}`;
}

function advise(id: Claims | undefined, access: Claims, facts: Facts): readonly Advice[] {
  const { hasIdToken, machine, resource } = facts;
  const clientId = textClaim(access, 'client_id') ?? textClaim(id ?? {}, 'aud') ?? l10n.t('the app client');
  const scopes = scopesOf(access.scope);
  const either = hasIdToken ? 'either' : 'access';
  const hasOpenid = !machine && scopes.includes(openidScope);
  const hasUserAdmin = scopes.includes(userAdminScope);
  const names =
    scopes.length > 8
      ? l10n.t`${scopes.slice(0, 8).join(', ')} and ${scopes.length - 8} more`
      : scopes.join(', ');
  const isUpdatedIssuer = textClaim(access, 'iss')?.startsWith('https://issuer-');
  const restIssuer = isUpdatedIssuer
    ? l10n.t(' This pool uses the updated issuer. This authorizer may not accept it.')
    : '';
  return [
    {
      // AWS, "Control access to REST APIs using Amazon Cognito user pools as an authorizer"; "Integrate a REST API with a user pool".
      target: l10n.t('API Gateway REST API, Cognito authorizer, method without scopes'),
      ...idToken(
        facts,
        l10n.t`Without OAuth scopes on the method, API Gateway expects an ID token.${restIssuer}`,
      ),
    },
    {
      // The same pages: with scopes on the method, the client must send an access token with one of them.
      target: l10n.t('API Gateway REST API, Cognito authorizer, method with scopes'),
      send: scopes.length > 0 ? 'access' : 'neither',
      reason:
        scopes.length > 0
          ? l10n.t`The access token must have one of the method’s scopes. It has ${names}.${restIssuer}`
          : l10n.t(
              'It takes an access token with one of the method’s scopes. This access token has no scopes.',
            ),
    },
    {
      // AWS, "Troubleshooting issues with HTTP API JWT authorizers": client_id counts only when there is no aud.
      target: l10n.t('API Gateway HTTP API, JWT authorizer'),
      send: either,
      reason:
        resource === undefined
          ? l10n.t`The audience must be ${clientId}: aud in the ID token, client_id in the access token. A route with scopes needs the access token.`
          : l10n.t`This access token has an aud, so client_id is ignored: the audience must be ${resource}. A route with scopes needs the access token.`,
    },
    {
      // AWS, "Use API Gateway Lambda authorizers"; "Verifying JSON web tokens".
      target: l10n.t('API Gateway, Lambda authorizer'),
      send: either,
      reason: l10n.t(
        'Your authorizer decides. It must check the signature, iss, exp, token_use, and aud or client_id.',
      ),
    },
    {
      // AWS AppSync, "Configuring authorization and authentication", and UserPoolConfig.
      target: l10n.t('AppSync, user pool authorization'),
      send: either,
      reason: l10n.t`Both have cognito:groups, only the ID token has attributes. A filter for app clients must match ${clientId}.`,
    },
    {
      // AWS, "Authenticate users using an Application Load Balancer".
      target: l10n.t('Application Load Balancer, Cognito sign-in action'),
      send: 'neither',
      reason: l10n.t(
        'The load balancer signs users in and keeps its own cookie. It forwards its own tokens in x-amzn-oidc-… headers.',
      ),
    },
    {
      // AWS, "Verify JWTs using an Application Load Balancer": signature, iss and exp, and the claims its rule names.
      target: l10n.t('Application Load Balancer, JWT verification'),
      send: 'access',
      reason: l10n.t(
        'It checks the signature, iss and exp. Add client_id or scope to its rule, because it accepts every token of the pool otherwise.',
      ),
    },
    {
      // AWS, "Authorization with Amazon Verified Permissions": token_use must match the parameter.
      target: l10n.t('Verified Permissions, IsAuthorizedWithToken'),
      send: either,
      reason: l10n.t`Send it as identityToken or accessToken; token_use must match. Client ID validation looks for ${clientId} in aud or client_id.`,
    },
    {
      // AWS, GetId and GetCredentialsForIdentity: the value in Logins is the ID token.
      target: l10n.t('Identity pool, for AWS credentials'),
      ...idToken(
        facts,
        l10n.t('The Logins map takes the ID token. Its key is the pool’s issuer without https://.'),
      ),
    },
    {
      // AWS, "The userInfo endpoint".
      target: 'USERINFO',
      send: hasOpenid ? 'access' : 'neither',
      reason: hasOpenid
        ? l10n.t('This access token has the openid scope.')
        : machine
          ? l10n.t('USERINFO tells about a user, and a machine client has no user.')
          : l10n.t('It takes an access token with the openid scope. This access token does not have it.'),
    },
    {
      // AWS, "Scopes, M2M, and resource servers": aws.cognito.signin.user.admin.
      target: l10n.t('User pool API for the signed-in user: GetUser, ChangePassword …'),
      send: hasUserAdmin ? 'access' : 'neither',
      reason: hasUserAdmin
        ? l10n.t`This access token has the scope ${userAdminScope}.`
        : l10n.t`It takes an access token with the scope ${userAdminScope}. This access token does not have it.`,
    },
  ];
}

/** Advice to send the ID token. When the ID token is missing, the advice says why. */
function idToken({ hasIdToken, machine, pasted }: Facts, reason: string): Omit<Advice, 'target'> {
  if (hasIdToken) return { send: 'id', reason };
  const missing = machine
    ? l10n.t('A machine client never gets an ID token.')
    : pasted
      ? l10n.t('No ID token was pasted.')
      : l10n.t('This session has no ID token: request the openid scope and sign in again.');
  return { send: 'neither', reason: l10n.t`It takes the ID token. ${missing}` };
}
