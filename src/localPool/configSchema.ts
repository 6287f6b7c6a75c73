import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { identityPoolIdPattern } from '../core/identityPool';
import { clientSchema } from './clientSchema';
import { about, lifetime, matching, text, whole } from './configFields';
import { userAttributeName } from './userAttributes';

/** The configuration of a local user pool. In its JSON form every field may be left out. */
export type LocalPoolConfig = Unchangeable<
  Required<Omit<v.InferOutput<typeof configSchema>, 'clients'>> & { clients: LocalClient[] }
>;

/** A user of the pool. */
export type LocalUser = Unchangeable<v.InferOutput<typeof userSchema>>;

/** An app client of the pool. */
export type LocalClient = Unchangeable<
  v.InferOutput<typeof clientSchema> & { name: string; scopes: string[] }
>;

/** A resource server; its scopes are written `identifier/scope`. */
export type ResourceServer = Unchangeable<v.InferOutput<typeof resourceServerSchema>>;

/** An identity pool that exchanges ID tokens of the pool for AWS credentials. */
export type LocalIdentityPool = Unchangeable<v.InferOutput<typeof identityPoolSchema>>;

/** The pre token generation trigger of the pool. */
export type LocalTrigger = Unchangeable<v.InferOutput<typeof preTokenGenerationSchema>>;

type Unchangeable<T> = T extends object ? { readonly [Name in keyof T]: Unchangeable<T[Name]> } : T;

const userSchema = v.strictObject({
  username: about(
    'Unique, ignoring case. Users can sign in with their e-mail address too.',
    v.pipe(text, v.maxLength(128, l10n.t('is longer than 128 characters'))),
  ),
  password: about('Not a real password: it is plain text in this file.', text),
  sub: v.optional(
    about(
      'The id of the user. Default: made from the pool id and the username, the same at every start.',
      text,
    ),
  ),
  groups: v.optional(about('cognito:groups. Default: the claim is left out.', v.array(text))),
  roles: v.optional(
    about('cognito:roles, ARNs of IAM roles. Default: the claim is left out.', v.array(text)),
  ),
  preferredRole: v.optional(
    about('cognito:preferred_role, the ARN of an IAM role. Default: the claim is left out.', text),
  ),
  attributes: v.optional(
    about(
      'User attributes by name, all of them text as Cognito keeps them; identities is a JSON array. Default: none.',
      v.record(
        matching(
          userAttributeName,
          l10n.t('must be a standard attribute other than sub, or begin with custom:'),
        ),
        v.string(),
      ),
    ),
    {},
  ),
  disabled: v.optional(about('Whether the sign-in is refused. Default: false.', v.boolean())),
});

const resourceServerSchema = v.strictObject({
  identifier: about('The first part of its scopes, which are written identifier/scope.', text),
  scopes: about('The names of its scopes, without the identifier.', v.array(text)),
});

const identityPoolSchema = v.strictObject({
  identityPoolId: about(
    'The id of the identity pool.',
    matching(identityPoolIdPattern, l10n.t('must look like us-east-1:1a2b3c4d-1111-2222-3333-444455556666')),
  ),
  roles: about(
    'The roles. May be empty.',
    v.strictObject({
      authenticated: v.optional(
        about(
          'The ARN of the role for signed-in users. Without it, the answer is InvalidIdentityPoolConfigurationException.',
          text,
        ),
      ),
    }),
  ),
  clients: v.optional(
    about('The client ids whose ID tokens are accepted. Default: those of all app clients.', v.array(text)),
  ),
  roleResolution: v.optional(
    about(
      'token: the role in cognito:preferred_role. default: always the role for signed-in users.',
      v.picklist(['default', 'token']),
    ),
    'default',
  ),
  ambiguousRole: v.optional(
    about(
      'With the role resolution token, what happens without a preferred role.',
      v.picklist(['authenticated', 'deny']),
    ),
    'deny',
  ),
  credentialsSeconds: v.optional(about('How long AWS credentials are valid.', lifetime(43_200)), 3600),
  serverSideTokenCheck: v.optional(
    about('Whether ID tokens of a revoked sign-in are refused.', v.boolean()),
    false,
  ),
});

const preTokenGenerationSchema = v.strictObject({
  file: about(
    'A JavaScript or TypeScript file. A relative path begins at the folder of the configuration file.',
    text,
  ),
  handler: v.optional(about('The name of the exported function.', text), 'handler'),
  version: v.optional(
    about('The version of the event (LambdaVersion).', v.picklist(['V1_0', 'V2_0', 'V3_0'])),
    'V1_0',
  ),
});

/** The JSON form of the configuration. */
export const configSchema = v.strictObject({
  poolId: v.optional(
    about(
      'The user pool id, which is the path of the issuer. Default: local_Pool00001.',
      matching(/^[\w-]+_[0-9a-zA-Z]+$/, l10n.t('must look like us-east-1_AbCdEf123')),
    ),
  ),
  users: v.optional(about('The users who can sign in. Default: jane and two others.', v.array(userSchema))),
  clients: v.optional(about('The app clients. Default: those of the documentation.', v.array(clientSchema))),
  resourceServers: v.optional(
    about(
      'The resource servers, whose scopes app clients can have. Default: orders, with read and write.',
      v.array(resourceServerSchema),
    ),
  ),
  identityPools: v.optional(
    about(
      'The identity pools, which exchange ID tokens for AWS credentials. Default: one that accepts every app client.',
      v.array(identityPoolSchema),
    ),
  ),
  domain: v.optional(
    about('Whether the pool has a domain. Without one there is no sign-in page. Default: true.', v.boolean()),
  ),
  updatedIssuer: v.optional(
    about(
      'Whether tokens have the issuer-cognito-idp form of the issuer. Needs a public issuer cognito-idp.… Default: false.',
      v.boolean(),
    ),
  ),
  classicPages: v.optional(
    about(
      'Whether the sign-in page is the classic hosted UI, which ignores prompt, instead of managed login. Default: false.',
      v.boolean(),
    ),
  ),
  brandingless: v.optional(
    about(
      'Whether the sign-in page answers 403, as for an app client without a branding style. Default: false.',
      v.boolean(),
    ),
  ),
  stepUp: v.optional(
    about(
      'Whether requests may ask for an authentication level and tokens tell it, as on the plans Essentials and Plus. Default: true.',
      v.boolean(),
    ),
  ),
  dynamicRegistration: v.optional(
    about(
      'Who may register app clients. off: no program. open: every program. authenticated: a program that sends an access token with the scope aws.cognito/dcr/register. Default: off.',
      v.picklist(['off', 'open', 'authenticated']),
    ),
  ),
  sessionTracking: v.optional(
    about(
      'Whether sessions are listed and limited. Default: false.',
      v.union([
        v.boolean(),
        v.strictObject({
          maxPerUser: v.optional(
            about('How many token sessions a user may have.', whole(1, 100, l10n.t('must be 1 to 100'))),
            20,
          ),
        }),
      ]),
    ),
  ),
  clockOffsetSeconds: v.optional(
    about(
      'By how many seconds the clock of the pool is ahead. Default: 0.',
      whole(-86_400, 86_400, l10n.t('must be whole seconds, at most a day')),
    ),
  ),
  triggers: v.optional(
    about(
      'The Lambda triggers. Default: none.',
      v.strictObject({
        preTokenGeneration: v.optional(
          about('Your own pre token generation trigger.', preTokenGenerationSchema),
        ),
      }),
    ),
  ),
});
