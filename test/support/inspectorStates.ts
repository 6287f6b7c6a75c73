import { awsRole } from '../../src/inspector/model/awsRole';
import { sideBySide, comparePairs } from '../../src/inspector/model/comparison';
import { describeClaims, headerRows } from '../../src/inspector/model/claims';
import { guide } from '../../src/inspector/model/guidance';
import { localTime } from '../../src/core/localTime';
import type { Claims } from '../../src/core/jwt';
import type { Check, InspectorModel, ShownTokens, TokenSection } from '../../src/inspector/protocol';
import { accessClaims, clientId, idClaims, issuer, now } from './tokens';
import type { TokenKind } from '../../src/inspector/model/anyToken';

const identities = [
  {
    userId: '1029384756',
    providerName: 'Google',
    providerType: 'Google',
    issuer: null,
    primary: 'true',
    dateCreated: '1749990000000',
  },
];
const appReader = 'arn:aws:iam::123456789012:role/app-reader';
const id = idClaims({
  at_hash: 'OjPrt90iQq9Zvy_BnO1Dew',
  'cognito:groups': ['admin', 'developers'],
  'cognito:preferred_role': 'arn:aws:iam::123456789012:role/app-admin',
  'cognito:roles': ['arn:aws:iam::123456789012:role/app-admin', appReader],
  identities,
  name: 'Jane Doe',
  phone_number: '+41441234567',
  phone_number_verified: false,
  updated_at: now - 86_400 * 40,
  jti: '0e7d1b6e-5a51-4d2c-9f0e-2f1d1f4b8c11',
  origin_jti: '9c3f4a52-7a70-4a3e-8f7f-0d7f0f5b1a22',
});
const access = accessClaims({
  scope: 'openid email profile aws.cognito.signin.user.admin https://api.example.com/orders.read',
  'cognito:groups': ['admin', 'developers'],
  jti: '5f9d1c1e-1111-4d2c-9f0e-2f1d1f4b8c11',
  origin_jti: '9c3f4a52-7a70-4a3e-8f7f-0d7f0f5b1a22',
});
const userInfo: Claims = {
  sub: id.sub,
  email: id.email,
  email_verified: 'true',
  name: 'Jane Doe',
  phone_number: '+41441234567',
  phone_number_verified: 'false',
  username: 'janedoe',
  'custom:tenant': 'Zürich',
};

const idChecks: readonly Check[] = [
  {
    title: 'Signature',
    status: 'passed',
    reason: 'RS256 with the pool’s key QUAaNNdzxLkOrqz1bzdc8k/LD7FqD2xhFHj2z/cFO+A=',
  },
  { title: 'Issuer', status: 'passed', reason: issuer },
  { title: 'App client', status: 'passed', reason: clientId },
  { title: 'Kind of token', status: 'passed', reason: 'id' },
  { title: 'Expiry', status: 'passed', reason: 'Valid for another hour.' },
  { title: 'Issued at', status: 'passed', reason: 'Not in the future.' },
  { title: 'Nonce', status: 'passed', reason: 'It is the nonce of this sign-in.' },
  { title: 'Access token hash', status: 'passed', reason: 'It belongs to this access token.' },
];

const header = { kid: 'QUAaNNdzxLkOrqz1bzdc8k/LD7FqD2xhFHj2z/cFO+A=', alg: 'RS256' };
const titles = { id: 'ID token', access: 'Access token', refresh: 'Refresh token', other: 'Token' } as const;

/** The section of a token in the model of the inspector. */
export function tokenSection(
  kind: TokenKind,
  claims: Claims,
  replaced: Partial<TokenSection> = {},
): TokenSection {
  const { exp } = claims;
  const until =
    typeof exp === 'number' ? { until: exp * 1000, reason: `Valid until ${localTime(exp * 1000)}.` } : {};
  const checks = kind === 'id' ? idChecks : idChecks.slice(0, 6);
  return {
    kind,
    title: titles[kind],
    header: headerRows(header),
    claims: describeClaims(claims),
    checks: checks.map((check) => (check.title === 'Expiry' ? { ...check, ...until } : check)),
    expiresAt: typeof exp === 'number' ? exp * 1000 : undefined,
    length: 1312,
    awsRole: kind === 'id' ? awsRole(claims) : undefined,
    ...replaced,
  };
}

const refreshToken = tokenSection(
  'refresh',
  {},
  {
    header: headerRows({ cty: 'JWT', enc: 'A256GCM', alg: 'RSA-OAEP' }),
    checks: [],
    length: 1789,
    note: 'A refresh token is an encrypted JWE: only Cognito can read it.',
  },
);

const empty: InspectorModel = {
  key: 'team',
  heading: 'team',
  production: false,
  pool: issuer,
  clientId,
  machine: false,
  phase: 'signed_out',
};

/** The model of a session of `janedoe`. @param replaced members of its tokens to replace */
export function signedIn(
  replaced: Partial<ShownTokens> = {},
  model: Partial<InspectorModel> = {},
): InspectorModel {
  return {
    ...empty,
    phase: 'signed_in',
    tokens: {
      user: 'janedoe@example.com',
      idToken: tokenSection('id', id),
      accessToken: tokenSection('access', access),
      otherToken: refreshToken,
      userInfo: { state: 'shown', claims: describeClaims(userInfo) },
      guidance: guide(id, access),
      comparisons: [sideBySide(id, access, userInfo)],
      canRefresh: true,
      canVerify: false,
      issuedAt: (now - 30) * 1000,
      ...replaced,
    },
    ...model,
  };
}

const failed: Check = {
  title: 'Signature',
  status: 'failed',
  reason:
    'The signature does not match the pool’s key QUAaNNdzxLkOrqz1bzdc8k: the token was changed after it was signed.',
};

const machineAccess = plain(
  accessClaims({
    username: undefined,
    'cognito:groups': undefined,
    sub: clientId,
    scope: 'https://api.example.com/orders.read',
  }),
);

/** Claims without the undefined ones, as a token has them. */
function plain(claims: Claims): Claims {
  return JSON.parse(JSON.stringify(claims)) as Claims;
}

const soonEnded = (claims: Claims): Claims => ({ ...claims, exp: now + 95 });
const ended = (claims: Claims): Claims => ({ ...claims, exp: now - 600 });

const withoutPreferred = plain({ ...id, 'cognito:preferred_role': undefined });

/** The model of a session whose ID token has these claims, for a profile with these fields. */
function withRole(claims: Claims, pool?: Parameters<typeof awsRole>[1]): InspectorModel {
  return signedIn({ idToken: tokenSection('id', claims, { awsRole: awsRole(claims, pool) }) });
}

/** Every state of the inspector, and the tab that shows it. */
export const states: Readonly<Record<string, { readonly model: InspectorModel; readonly tab?: string }>> = {
  'signed-out': { model: empty },
  'signed-out-machine': { model: { ...empty, machine: true, heading: 'nightly job' } },
  waiting: { model: { ...empty, phase: 'signingIn', production: true } },
  'unknown-profile': { model: { ...empty, phase: 'unknown', heading: 'stagign', pool: '', clientId: '' } },
  'problem-signed-out': {
    model: {
      ...empty,
      problem:
        'The sign-in did not finish. Cognito does not know this callback URL. Add it to the app client’s allowed callback URLs, then sign in again.',
    },
  },
  'id-token': { model: signedIn() },
  'aws-role-requested': { model: withRole(id, { customRoleArn: appReader }) },
  'aws-role-refused': { model: withRole(id, { customRoleArn: 'arn:aws:iam::123456789012:role/other' }) },
  'aws-role-ambiguous': { model: withRole(withoutPreferred) },
  'aws-role-default': { model: withRole(idClaims(), { identityPoolId: 'us-east-1:1a2b3c4d' }) },
  'access-token': { model: signedIn({}, { production: true }), tab: 'Access token' },
  'user-info': { model: signedIn(), tab: 'USERINFO' },
  'user-info-missing': {
    model: signedIn({
      userInfo: {
        state: 'missing',
        canAsk: true,
        reason:
          'USERINFO refused the access token (401). It has expired or was revoked. Refresh the tokens, then ask again.',
      },
    }),
    tab: 'USERINFO',
  },
  'user-info-asking': { model: signedIn({ userInfo: { state: 'asking' } }), tab: 'USERINFO' },
  guidance: { model: signedIn(), tab: 'Which token?' },
  compare: { model: signedIn(), tab: 'Compare' },
  'compare-more': {
    model: signedIn({
      comparisons: [
        comparePairs(
          { id, access },
          {
            id: { ...id, exp: now + 7200, jti: 'x', iat: now + 3600 },
            access: { ...access, exp: now + 7200 },
          },
          ['Before', 'After'],
          'refresh',
        ),
        comparePairs({ id }, { id: idClaims({ email: 'other@example.com' }) }, ['team', 'staging'], 'other'),
        sideBySide(id, access, userInfo),
      ],
    }),
    tab: 'Compare',
  },
  'refresh-token': { model: signedIn(), tab: 'Refresh token' },
  'check-failed': {
    model: signedIn({ idToken: tokenSection('id', id, { checks: [...idChecks.slice(1), failed] }) }),
  },
  'check-failed-elsewhere': {
    model: signedIn({
      idToken: tokenSection('id', id, { checks: [...idChecks.slice(1), failed] }),
    }),
    tab: 'Access token',
  },
  'check-not-made': {
    model: signedIn({
      idToken: tokenSection('id', id, {
        checks: [
          {
            title: 'Signature',
            status: 'unknown',
            reason: 'The pool’s keys could not be read: no network.',
          },
          ...idChecks.slice(1),
        ],
      }),
    }),
  },
  'expires-soon': {
    model: signedIn({
      idToken: tokenSection('id', soonEnded(id)),
      accessToken: tokenSection('access', soonEnded(access)),
    }),
  },
  expired: {
    model: signedIn(
      { idToken: tokenSection('id', ended(id)), accessToken: tokenSection('access', ended(access)) },
      {
        problem:
          'The tokens could not be refreshed: the user pool does not answer. Check the network, then refresh again.',
      },
    ),
  },
  'session-ended': { model: signedIn({ ended: true, canRefresh: false, otherToken: undefined }) },
  machine: {
    model: signedIn(
      {
        user: clientId,
        idToken: undefined,
        otherToken: undefined,
        userInfo: { state: 'missing', canAsk: false, reason: 'A machine client has no USERINFO.' },
        accessToken: tokenSection('access', machineAccess),
        guidance: guide(undefined, machineAccess, { machine: true }),
        comparisons: [],
      },
      { machine: true, heading: 'nightly job' },
    ),
  },
  'no-id-token': {
    model: signedIn({
      idToken: undefined,
      guidance: guide(undefined, access),
      comparisons: [sideBySide(undefined, access, undefined)],
    }),
    tab: 'ID token',
  },
  'any-token': {
    model: signedIn(
      {
        userInfo: undefined,
        guidance: undefined,
        accessToken: undefined,
        otherToken: undefined,
        comparisons: [],
        canRefresh: false,
        canVerify: 'first',
        issuedAt: undefined,
        idToken: tokenSection('id', id, {
          checks: idChecks.map(({ title }) => ({
            title,
            status: 'unknown',
            reason: 'Not asked for yet.',
          })),
        }),
      },
      { key: 'pasted 1', heading: 'Pasted token', phase: 'token' },
    ),
  },
  'any-access-token': {
    model: signedIn(
      {
        user: 'janedoe',
        userInfo: undefined,
        idToken: undefined,
        otherToken: undefined,
        guidance: guide(undefined, access, { pasted: true }),
        accessToken: tokenSection('access', access, {
          checks: [
            {
              title: 'Signature',
              status: 'unknown',
              reason:
                'The pool’s keys could not be read. cognito-idp.us-east-1.amazonaws.com did not answer in time. No complete answer came within 15 seconds.',
            },
            ...idChecks.slice(1, 6),
          ],
        }),
        comparisons: [],
        canRefresh: false,
        canVerify: 'again',
        issuedAt: undefined,
      },
      { key: 'pasted 3', heading: 'Pasted token', phase: 'token' },
    ),
  },
  'any-refresh-token': {
    model: signedIn(
      {
        user: '',
        userInfo: undefined,
        guidance: undefined,
        idToken: undefined,
        accessToken: undefined,
        comparisons: [],
        canRefresh: false,
        issuedAt: undefined,
      },
      { key: 'pasted 2', heading: 'Pasted token', phase: 'token', pool: '', clientId: '' },
    ),
  },
};
