import type { TriggerShape } from './triggerShapes';

const machine = 'TokenGeneration_ClientCredentials';

/** Triggers with the events of versions two and three. */
export const shapesOfLaterVersions: readonly TriggerShape[] = [
  {
    title: 'the claims, scopes and groups of AWS’s first example',
    version: 'V2_0',
    files: {
      'index.mjs': `export const handler = function (event, context) {
        event.response = { claimsAndScopeOverrideDetails: {
          idTokenGeneration: { claimsToAddOrOverride: { family_name: 'Doe' }, claimsToSuppress: ['email', 'phone_number'] },
          accessTokenGeneration: { scopesToAdd: ['openid', 'solar-system-data/asteroids.add'], scopesToSuppress: ['phone', 'aws.cognito.signin.user.admin'] },
          groupOverrideDetails: { groupsToOverride: ['new-group-A'], iamRolesToOverride: ['arn:aws:iam::123456789012:role/new_roleA'], preferredRole: 'arn:aws:iam::123456789012:role/new_role' },
        } };
        context.done(null, event);
      };`,
    },
    id: {
      set: {
        family_name: 'Doe',
        'cognito:groups': ['new-group-A'],
        'cognito:roles': ['arn:aws:iam::123456789012:role/new_roleA'],
        'cognito:preferred_role': 'arn:aws:iam::123456789012:role/new_role',
      },
      gone: ['email', 'phone_number'],
    },
    access: {
      set: { scope: 'openid email solar-system-data/asteroids.add', 'cognito:groups': ['new-group-A'] },
    },
  },
  {
    title: 'values of every type in both tokens, as in AWS’s second example',
    version: 'V2_0',
    files: {
      'index.mjs': `export const handler = function (event, context) {
        const claims = { flag: false, number: 1.5, list: ['test', 7, true], json: { key: { inner: ['D', 'E'] } } };
        const access = { ...claims, aud: event.callerContext.clientId };
        event.response = { claimsAndScopeOverrideDetails: {
          idTokenGeneration: { claimsToAddOrOverride: claims, claimsToSuppress: ['email'] },
          accessTokenGeneration: { claimsToAddOrOverride: access, scopesToAdd: ['MyAPI.read'] },
        } };
        context.done(null, event);
      };`,
    },
    id: {
      set: { flag: false, number: 1.5, list: ['test', 7, true], json: { key: { inner: ['D', 'E'] } } },
      gone: ['email'],
    },
    access: {
      set: {
        flag: false,
        number: 1.5,
        list: ['test', 7, true],
        json: { key: { inner: ['D', 'E'] } },
        aud: '1example23456789',
        scope: 'openid email phone aws.cognito.signin.user.admin MyAPI.read',
      },
    },
  },
  {
    title: 'CommonJS with a callback',
    version: 'V2_0',
    files: {
      'index.js': `exports.handler = (event, context, callback) => {
        event.response = { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { tenant: event.request.userAttributes['custom:tenant'] } } } };
        callback(null, event);
      };`,
    },
    access: { set: { tenant: 'acme' } },
  },
  {
    title: 'a new object with the event in it',
    version: 'V2_0',
    files: {
      'index.js': `exports.handler = async (event) => ({
        ...event,
        response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToAdd: ['orders/write'] } } },
      });`,
    },
    access: { set: { scope: 'openid email phone aws.cognito.signin.user.admin orders/write' } },
  },
  {
    title: 'a handler with another name',
    version: 'V2_0',
    handler: 'lambdaHandler',
    files: {
      'app.mjs': `export async function lambdaHandler(event) {
        event.response = { claimsAndScopeOverrideDetails: { idTokenGeneration: { claimsToAddOrOverride: { org: 1 } } } };
        return event;
      }`,
    },
    id: { set: { org: 1 } },
  },
  {
    title: 'an ES module in a package of the type module, with a module of its own',
    version: 'V2_0',
    files: {
      'src/index.js': `import { permissions } from './permissions.js';
      export const handler = async (event) => {
        event.response = { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { permissions } } } };
        return event;
      };`,
      'src/permissions.js': `export const permissions = ['read', 'write'];`,
      'package.json': `{ "type": "module" }`,
    },
    access: { set: { permissions: ['read', 'write'] } },
  },
  {
    title: 'CommonJS with a JSON file',
    version: 'V2_0',
    files: {
      'index.js': `const roles = require('./roles.json');
      exports.handler = async (event) => {
        event.response = { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { role: roles[event.userName] } } } };
        return event;
      };`,
      'roles.json': `{ "jane": "owner" }`,
    },
    access: { set: { role: 'owner' } },
  },
  {
    title: 'a wrapped handler',
    version: 'V2_0',
    files: {
      'index.js': `const wrap = (inner) => async (event, context) => (await inner(event, context)) ?? event;
      exports.handler = wrap(async (event) => {
        event.response.claimsAndScopeOverrideDetails = { idTokenGeneration: { claimsToSuppress: ['custom:tenant'] } };
      });`,
    },
    id: { gone: ['custom:tenant'] },
  },
  {
    title: 'groups kept as the event has them',
    version: 'V2_0',
    files: {
      'index.js': `exports.handler = async (event) => {
        event.response = { claimsAndScopeOverrideDetails: {
          accessTokenGeneration: { claimsToAddOrOverride: { email: event.request.userAttributes.email } },
          groupOverrideDetails: event.request.groupConfiguration,
        } };
        return event;
      };`,
    },
    access: { set: { email: 'jane@example.com' } },
  },
  {
    title: 'groups suppressed as a claim of the ID token, and with them its roles',
    version: 'V2_0',
    files: {
      'index.js': `exports.handler = async (event) => {
        event.response = { claimsAndScopeOverrideDetails: { idTokenGeneration: { claimsToSuppress: ['cognito:groups'] } } };
        return event;
      };`,
    },
    id: { gone: ['cognito:groups', 'cognito:roles', 'cognito:preferred_role'] },
  },
  {
    title: 'a claim that is both set and suppressed',
    version: 'V2_0',
    files: {
      'index.js': `exports.handler = async (event) => {
        event.response = { claimsAndScopeOverrideDetails: { idTokenGeneration: { claimsToAddOrOverride: { email: 'x' }, claimsToSuppress: ['email'] } } };
        return event;
      };`,
    },
    id: { gone: ['email'] },
  },
  {
    title: 'groups, scopes and another audience as claims, which are not changed',
    version: 'V2_0',
    files: {
      'index.js': `exports.handler = async (event) => {
        const claimsToAddOrOverride = { 'cognito:groups': ['root'], scope: 'all', aud: 'https://api.example.com', client_id: 'x' };
        event.response = { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride, scopesToAdd: ['two words'] } } };
        return event;
      };`,
    },
    ignored: ['aud', 'client_id', 'cognito:groups', 'scope', 'two words'],
  },
  {
    title: 'TypeScript with a module without its ending, and an enum',
    version: 'V2_0',
    files: {
      'index.ts': `import { Plan } from './plan';
      export const handler = async (event: any): Promise<any> => {
        event.response = { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { plan: Plan.Gold } } } };
        return event;
      };`,
      'plan.ts': `export enum Plan { Free = 'free', Gold = 'gold' }`,
    },
    access: { set: { plan: 'gold' } },
  },
  {
    title: 'TypeScript of an ES module whose module is named with .js',
    version: 'V2_0',
    files: {
      'src/index.mts': `import { entitlements } from './entitlements.js';
      export async function handler(event: any): Promise<any> {
        event.response = { claimsAndScopeOverrideDetails: { idTokenGeneration: { claimsToAddOrOverride: { entitlements: entitlements(event.userName) } } } };
        return event;
      }`,
      'src/entitlements.ts': `export const entitlements = (name: string): readonly string[] => [name + ':read'];`,
      'package.json': `{ "type": "module" }`,
    },
    id: { set: { entitlements: ['jane:read'] } },
  },
  {
    title: 'a refresh, which it tells from a sign-in',
    version: 'V2_0',
    source: 'TokenGeneration_RefreshTokens',
    files: {
      'index.ts': `export const handler = async (event: any) => {
        const refreshed = event.triggerSource === 'TokenGeneration_RefreshTokens';
        event.response = { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { refreshed } } } };
        return event;
      };`,
    },
    access: { set: { refreshed: true } },
  },
  {
    title: 'the client metadata of a machine client',
    version: 'V3_0',
    source: machine,
    clientMetadata: { verified_user_id: 'u-7' },
    files: {
      'index.mjs': `export const handler = async (event) => {
        if (event.triggerSource !== 'TokenGeneration_ClientCredentials') return event;
        const user = event.request.clientMetadata?.verified_user_id;
        event.response = { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: { on_behalf_of: user } } } };
        return event;
      };`,
    },
    access: { set: { on_behalf_of: 'u-7' } },
  },
  {
    title: 'a machine client whose scopes are changed',
    version: 'V3_0',
    source: machine,
    files: {
      'index.ts': `export const handler = (event: any, context: any, callback: (error: null, event: any) => void) => {
        const [scope] = event.request.scopes;
        event.response = { claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToSuppress: [scope], scopesToAdd: ['orders/' + event.callerContext.clientId] } } };
        callback(null, event);
      };`,
    },
    access: { set: { scope: 'orders/1example23456789' } },
  },
  {
    title: 'a sign-in with the event of version three',
    version: 'V3_0',
    files: {
      'index.cjs': `const handler = async (event) => {
        event.response = { claimsAndScopeOverrideDetails: { idTokenGeneration: { claimsToAddOrOverride: { v: Number(event.version) } }, accessTokenGeneration: { claimsToAddOrOverride: { v: Number(event.version) } } } };
        return event;
      };
      exports.handler = handler;`,
    },
    id: { set: { v: 3 } },
    access: { set: { v: 3 } },
  },
];
