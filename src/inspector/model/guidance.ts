import { claimText } from './claimText';
import { scopeParts } from './claimParts';
import type { Part } from './claimParts';
import { textClaim } from '../../core/jwt';
import type { Claims } from '../../core/jwt';
import { truncate } from '../../core/text';
import { openidScope, scopesOf, userAdminScope } from '../../core/scopes';

/** One place a token can be sent to, and which one it takes. */
export interface Advice {
  /** "API Gateway HTTP API, JWT authorizer". */
  readonly target: string;
  readonly send: 'id' | 'access' | 'either' | 'neither';
  readonly reason: string;
}

/** Which token to send, for one session. */
export interface Guidance {
  /** The one sentence for those who read no table. */
  readonly summary: string;
  readonly scopes: readonly Part[];
  readonly advice: readonly Advice[];
}

/** What the advice depends on. */
interface Facts {
  readonly hasIdToken: boolean;
  readonly machine: boolean;
  readonly pasted: boolean;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** The access token's `aud`, when it is bound to a resource. */
  readonly resource: string | undefined;
  /** Tokens name the pool by the newer form of its issuer. */
  readonly updatedIssuer: boolean;
}

/**
 * Which token to send where, for one session or paste.
 * @param id the ID token's claims, when there is one
 * @param of machine: a machine client, client credentials, nobody signed in; pasted: of the session, this is what was pasted
 */
export function guide(
  id: Claims | undefined,
  access: Claims,
  { machine = false, pasted = false }: { readonly machine?: boolean; readonly pasted?: boolean } = {},
): Guidance {
  const audience = Object.hasOwn(access, 'aud') ? truncate(claimText(access.aud), 200) : undefined;
  const facts: Facts = {
    hasIdToken: id !== undefined,
    machine,
    pasted,
    clientId: textClaim(access, 'client_id') ?? textClaim(id ?? {}, 'aud') ?? 'the app client',
    scopes: scopesOf(access.scope),
    resource: audience,
    updatedIssuer: (textClaim(access, 'iss') ?? '').startsWith('https://issuer-'),
  };
  return {
    summary: summary(facts),
    scopes: scopeParts(typeof access.scope === 'string' ? access.scope : ''),
    advice: places.map(({ target, advise }) => ({ target, ...advise(facts) })),
  };
}

function summary({ hasIdToken, machine, pasted, resource }: Facts): string {
  if (machine) {
    return 'Send the access token: a machine client has no other. APIs know it by its client_id and its scopes.';
  }
  const bound = resource === undefined ? '' : ` It is bound to ${resource}, so other APIs may refuse it.`;
  if (!hasIdToken && pasted) {
    return `Send the access token to APIs. What needs to know who the user is takes the ID token, which was not in the paste.${bound}`;
  }
  if (!hasIdToken) {
    return `Send the access token: this session has no ID token, because the openid scope was not granted.${bound}`;
  }
  return `Send the access token to APIs, and the ID token to whatever needs to know who the user is.${bound}`;
}

type Advise = (facts: Facts) => Omit<Advice, 'target'>;

/** Advice to send the ID token, which not every session or paste has. */
function idToken({ hasIdToken, machine, pasted }: Facts, reason: string): Omit<Advice, 'target'> {
  if (hasIdToken) return { send: 'id', reason };
  const lack = machine
    ? 'A machine client never gets one.'
    : pasted
      ? 'None was in the paste.'
      : 'This session has none: ask for the openid scope and sign in again.';
  return { send: 'neither', reason: `It takes the ID token. ${lack}` };
}

/** Advice to send either token; without an ID token that leaves one. */
function either({ hasIdToken }: Facts, reason: string): Omit<Advice, 'target'> {
  return { send: hasIdToken ? 'either' : 'access', reason };
}

const names = (scopes: readonly string[]): string =>
  scopes.length > 8 ? `${scopes.slice(0, 8).join(', ')} and ${scopes.length - 8} more` : scopes.join(', ');

const restIssuer = ({ updatedIssuer }: Facts): string =>
  updatedIssuer ? ' This pool uses the updated issuer, which this authorizer may not accept yet.' : '';

const places: readonly { readonly target: string; readonly advise: Advise }[] = [
  {
    // AWS, "Control access to REST APIs using Amazon Cognito user pools as an authorizer"; "Integrate a REST API with a user pool".
    target: 'API Gateway REST API, Cognito authorizer, method without scopes',
    advise: (facts) =>
      idToken(
        facts,
        `Without OAuth scopes on the method, API Gateway expects an ID token.${restIssuer(facts)}`,
      ),
  },
  {
    // The same pages: with scopes on the method, the client must send an access token with one of them.
    target: 'API Gateway REST API, Cognito authorizer, method with scopes',
    advise: (facts) =>
      facts.scopes.length === 0
        ? {
            send: 'neither',
            reason: 'It takes an access token with one of the method’s scopes. This one has no scopes.',
          }
        : {
            send: 'access',
            reason: `One of the method’s scopes must be in the token. This one has ${names(facts.scopes)}.${restIssuer(facts)}`,
          },
  },
  {
    // AWS, "Troubleshooting issues with HTTP API JWT authorizers": client_id is looked at only when there is no aud.
    target: 'API Gateway HTTP API, JWT authorizer',
    advise: (facts) =>
      either(
        facts,
        facts.resource === undefined
          ? `The audience must be ${facts.clientId}: aud in the ID token, client_id in the access token. A route with scopes needs the access token.`
          : `This access token has an aud, so client_id is not looked at: the audience must be ${facts.resource}. A route with scopes needs the access token.`,
      ),
  },
  {
    // AWS, "Use API Gateway Lambda authorizers"; "Verifying JSON web tokens".
    target: 'API Gateway, Lambda authorizer',
    advise: (facts) =>
      either(
        facts,
        'Your own code decides. It must check the signature, iss, exp, token_use, and aud or client_id.',
      ),
  },
  {
    // AWS AppSync, "Configuring authorization and authentication", and UserPoolConfig.
    target: 'AppSync, user pool authorization',
    advise: (facts) =>
      either(
        facts,
        `Both carry cognito:groups; only the ID token carries attributes. An app client filter must match ${facts.clientId}.`,
      ),
  },
  {
    // AWS, "Authenticate users using an Application Load Balancer".
    target: 'Application Load Balancer, Cognito sign-in action',
    advise: () => ({
      send: 'neither',
      reason:
        'The load balancer signs users in itself and keeps its own cookie. It passes its own tokens on in x-amzn-oidc-… headers.',
    }),
  },
  {
    // AWS, "Verify JWTs using an Application Load Balancer": signature, iss and exp, and the claims its rule names.
    target: 'Application Load Balancer, JWT verification',
    advise: () => ({
      send: 'access',
      reason:
        'It checks the signature, iss and exp. Let its rule check client_id or scope too: every token of the pool passes otherwise.',
    }),
  },
  {
    // AWS, "Authorization with Amazon Verified Permissions": token_use must match the parameter.
    target: 'Verified Permissions, IsAuthorizedWithToken',
    advise: (facts) =>
      either(
        facts,
        `As identityToken or accessToken; token_use must match. Client id validation looks for ${facts.clientId} in aud or client_id.`,
      ),
  },
  {
    // AWS, GetId and GetCredentialsForIdentity: the value in Logins is the ID token.
    target: 'Identity pool, for AWS credentials',
    advise: (facts) =>
      idToken(facts, 'The Logins map takes the ID token, under the pool’s issuer without https://.'),
  },
  {
    // AWS, "The userInfo endpoint".
    target: 'USERINFO',
    advise: ({ machine, scopes }) => {
      if (machine) {
        return { send: 'neither', reason: 'It answers about a user, and a machine client has none.' };
      }
      return scopes.includes(openidScope)
        ? { send: 'access', reason: 'The token carries the openid scope.' }
        : {
            send: 'neither',
            reason: 'It takes an access token with the openid scope, which this one lacks.',
          };
    },
  },
  {
    // AWS, "Scopes, M2M, and resource servers": aws.cognito.signin.user.admin.
    target: 'User pool API for the signed-in user: GetUser, ChangePassword …',
    advise: ({ scopes }) =>
      scopes.includes(userAdminScope)
        ? { send: 'access', reason: `The token carries ${userAdminScope}.` }
        : {
            send: 'neither',
            reason: `It takes an access token with ${userAdminScope}, which this one lacks.`,
          },
  },
];
