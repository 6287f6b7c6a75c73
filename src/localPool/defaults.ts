import type { LocalClient, LocalPoolConfig, LocalUser } from './configSchema';

/** The password of every shipped user. The login page shows it. */
export const shippedPassword = 'Passw0rd!';

const poolId = 'local_Pool00001';

const editorSchemes = [
  'vscode',
  'vscode-insiders',
  'vscodium',
  'cursor',
  'windsurf',
  'positron',
  'code-oss',
] as const;

const redirectUris = [
  ...editorSchemes.map((scheme) => `${scheme}://cognito-tools.cognito-token-inspector/callback`),
  'http://localhost:8400/callback',
  'http://127.0.0.1:8400/callback',
  'http://[::1]:8400/callback',
  'https://localhost:3000/callback',
  'https://example.com/callback',
];

const logoutUris = [
  ...editorSchemes.map((scheme) => `${scheme}://cognito-tools.cognito-token-inspector/signed-out`),
  'http://localhost:8400/signed-out',
  'https://localhost:3000/signed-out',
  'https://example.com/signed-out',
];

const base = {
  redirectUris,
  logoutUris,
  scopes: ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin', 'orders/read'],
  flows: ['code'],
  accessTokenSeconds: 3600,
  idTokenSeconds: 3600,
  ssoSessionMinutes: 60,
  refreshTokenSeconds: 30 * 86_400,
  revocation: true,
  identityProviders: ['COGNITO'],
} as const satisfies Partial<LocalClient>;

const clients: readonly LocalClient[] = [
  { ...base, clientId: '2p5pub1icl0ca1demo7qk3v9xz', name: 'Public app' },
  {
    ...base,
    clientId: '3c0nf1dent1a1demo8wm4t6rya',
    name: 'Confidential app',
    secret: '1l0ca1p00lc0nf1dentia1s3cr3tf0rtesting0n1yn0tasecret',
  },
  {
    ...base,
    clientId: '4m2mserv1ceacc0untdemo5hjb',
    name: 'Machine to machine',
    secret: '1l0ca1p00lmach1net0mach1nes3cr3tf0rtesting0n1yn0tone',
    redirectUris: [],
    logoutUris: [],
    scopes: ['orders/read', 'orders/write'],
    flows: ['client_credentials'],
  },
  {
    ...base,
    clientId: '5r0tat1ngrefreshdem09nfg2c',
    name: 'Rotating app',
    rotation: { graceSeconds: 10 },
  },
];

const users: readonly LocalUser[] = [
  {
    username: 'jane',
    password: shippedPassword,
    sub: 'a4f8d4c8-0061-70d5-2c1e-3d7f0e5b9a11',
    groups: ['admin', 'developers'],
    roles: ['arn:aws:iam::111122223333:role/admin', 'arn:aws:iam::111122223333:role/developers'],
    preferredRole: 'arn:aws:iam::111122223333:role/admin',
    attributes: {
      email: 'jane.doe@example.com',
      email_verified: 'true',
      name: 'Jane Doe',
      given_name: 'Jane',
      family_name: 'Doe',
      'custom:tenant': 'acme',
    },
  },
  {
    username: 'zoë',
    password: shippedPassword,
    sub: 'b4c864e8-7051-7063-9f2a-58f1c6d20e22',
    groups: ['développeurs'],
    attributes: {
      email: 'zoe@example.com',
      email_verified: 'false',
      phone_number: '+81312345678',
      phone_number_verified: 'true',
      name: 'Zoë Nakamura-Øst 山田',
      given_name: 'Zoë',
      family_name: 'Nakamura-Øst 山田',
      locale: 'ja-JP',
      'custom:tenant': 'Ørsted 電力',
    },
  },
  {
    username: 'google_105212345678901234567',
    password: shippedPassword,
    sub: 'c4d8f4f8-a0b1-70fa-b7d3-9b6e4a17c333',
    groups: [`${poolId}_Google`],
    attributes: {
      email: 'sam@example.com',
      email_verified: 'true',
      name: 'Sam Rivera',
      given_name: 'Sam',
      family_name: 'Rivera',
      identities: JSON.stringify([
        {
          userId: '105212345678901234567',
          providerName: 'Google',
          providerType: 'Google',
          issuer: null,
          primary: 'true',
          dateCreated: '1727196552000',
        },
      ]),
    },
  },
];

/** The pool as shipped: four app clients (public, confidential, machine to machine, rotating), three users, and an identity pool. */
export function defaultLocalPoolConfig(): LocalPoolConfig {
  return {
    poolId,
    domain: true,
    updatedIssuer: false,
    classicPages: false,
    brandingless: false,
    stepUp: true,
    dynamicRegistration: 'off',
    sessionTracking: false,
    clockOffsetSeconds: 0,
    users,
    clients,
    resourceServers: [{ identifier: 'orders', scopes: ['read', 'write'] }],
    triggers: {},
    identityPools: [
      {
        identityPoolId: 'us-east-1:10ca1000-0000-4000-8000-000000000001',
        roles: { authenticated: 'arn:aws:iam::123456789012:role/authenticated' },
        roleResolution: 'token',
        ambiguousRole: 'authenticated',
        credentialsSeconds: 3600,
        serverSideTokenCheck: false,
      },
    ],
  };
}
