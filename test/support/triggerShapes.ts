import type { TriggerSource, TriggerVersion } from '../../src/localPool/triggers/triggerEvent';

/** What a trigger changes in one token: the claims that it sets, and those that are gone. */
interface Expected {
  readonly set?: Readonly<Record<string, unknown>>;
  readonly gone?: readonly string[];
}

/** A trigger in one of the forms that people publish, and the changes that AWS documents for its answer. */
export interface TriggerShape {
  readonly title: string;
  readonly version: TriggerVersion;
  readonly source?: TriggerSource;
  readonly clientMetadata?: Readonly<Record<string, string>>;
  readonly handler?: string;
  /** The first one is the trigger. */
  readonly files: Readonly<Record<string, string>>;
  readonly id?: Expected;
  readonly access?: Expected;
  /** The names of the changes that are not made. */
  readonly ignored?: readonly string[];
}

/** Triggers with the event of version one. */
export const shapesOfVersionOne: readonly TriggerShape[] = [
  {
    title: 'CommonJS with a callback adds and suppresses claims',
    version: 'V1_0',
    files: {
      'index.js': `exports.handler = (event, context, callback) => {
        event.response = { claimsOverrideDetails: { claimsToAddOrOverride: { plan: 'gold' }, claimsToSuppress: ['email'] } };
        callback(null, event);
      };`,
    },
    id: { set: { plan: 'gold' }, gone: ['email'] },
  },
  {
    title: 'CommonJS with an async function overrides a custom attribute',
    version: 'V1_0',
    files: {
      'index.js': `exports.handler = async (event) => {
        event.response = { claimsOverrideDetails: { claimsToAddOrOverride: { 'custom:tenant': 'globex' } } };
        return event;
      };`,
    },
    id: { set: { 'custom:tenant': 'globex' } },
  },
  {
    title: 'CommonJS with module.exports replaces the groups of both tokens',
    version: 'V1_0',
    files: {
      'index.cjs': `module.exports = { handler: (event, context, callback) => {
        const groupOverrideDetails = { groupsToOverride: ['a', 'b'], iamRolesToOverride: ['arn:aws:iam::123456789012:role/a'], preferredRole: 'arn:aws:iam::123456789012:role/a' };
        event.response = { claimsOverrideDetails: { groupOverrideDetails } };
        callback(null, event);
      } };`,
    },
    id: {
      set: {
        'cognito:groups': ['a', 'b'],
        'cognito:roles': ['arn:aws:iam::123456789012:role/a'],
        'cognito:preferred_role': 'arn:aws:iam::123456789012:role/a',
      },
    },
    access: { set: { 'cognito:groups': ['a', 'b'] } },
  },
  {
    title: 'an ES module with an async function',
    version: 'V1_0',
    files: {
      'index.mjs': `export const handler = async (event) => {
        event.response.claimsOverrideDetails = { claimsToAddOrOverride: { family_name: 'Doe' } };
        return event;
      };`,
    },
    id: { set: { family_name: 'Doe' } },
  },
  {
    title: 'an ES module that ends with context.done',
    version: 'V1_0',
    files: {
      'index.mjs': `export const handler = function (event, context) {
        event.response = { claimsOverrideDetails: { claimsToSuppress: ['phone_number'] } };
        context.done(null, event);
      };`,
    },
    id: { gone: ['phone_number'] },
  },
  {
    title: 'CommonJS that ends with context.succeed',
    version: 'V1_0',
    files: {
      'index.js': `exports.handler = function (event, context) {
        event.response = { claimsOverrideDetails: { claimsToAddOrOverride: { role: 'admin' } } };
        context.succeed(event);
      };`,
    },
    id: { set: { role: 'admin' } },
  },
  {
    title: 'a JSON text, because version one sets text only',
    version: 'V1_0',
    files: {
      'index.js': `exports.handler = async (event) => {
        const roles = JSON.stringify(event.request.groupConfiguration.groupsToOverride);
        event.response = { claimsOverrideDetails: { claimsToAddOrOverride: { 'https://hasura.io/jwt/claims': roles } } };
        return event;
      };`,
    },
    id: { set: { 'https://hasura.io/jwt/claims': '["staff"]' } },
  },
  {
    title: 'an unchanged event',
    version: 'V1_0',
    files: { 'index.js': `exports.handler = async (event) => event;` },
  },
  {
    title: 'no groups for a user, with null',
    version: 'V1_0',
    files: {
      'index.js': `exports.handler = async (event) => {
        event.response = { claimsOverrideDetails: { groupOverrideDetails: null } };
        return event;
      };`,
    },
    id: { gone: ['cognito:groups', 'cognito:roles', 'cognito:preferred_role'] },
    access: { gone: ['cognito:groups'] },
  },
  {
    title: 'reserved claims, which stay as they are',
    version: 'V1_0',
    files: {
      'index.js': `exports.handler = async (event) => {
        const claimsToAddOrOverride = { sub: 'other', iss: 'https://evil.example', 'cognito:username': 'root', token_use: 'access', team: 'x' };
        event.response = { claimsOverrideDetails: { claimsToAddOrOverride, claimsToSuppress: ['aud'] } };
        return event;
      };`,
    },
    id: { set: { team: 'x' } },
    ignored: ['aud', 'cognito:username', 'iss', 'sub', 'token_use'],
  },
  {
    title: 'TypeScript with types of a package and an async function',
    version: 'V1_0',
    files: {
      'index.ts': `import type { PreTokenGenerationTriggerEvent } from 'aws-lambda';
      export const handler = async (event: PreTokenGenerationTriggerEvent): Promise<PreTokenGenerationTriggerEvent> => {
        event.response = { claimsOverrideDetails: { claimsToAddOrOverride: { tier: 'free' } } };
        return event;
      };`,
    },
    id: { set: { tier: 'free' } },
  },
  {
    title: 'TypeScript with a callback after a timer',
    version: 'V1_0',
    files: {
      'index.ts': `type Callback = (error: Error | null, event?: unknown) => void;
      export function handler(event: any, _context: unknown, callback: Callback): void {
        setTimeout(() => {
          event.response = { claimsOverrideDetails: { claimsToAddOrOverride: { late: 'yes' } } };
          callback(null, event);
        }, 5);
      }`,
    },
    id: { set: { late: 'yes' } },
  },
];
