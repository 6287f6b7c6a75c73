import { deepEqual, equal } from 'node:assert/strict';
import { refusedScopesCheck } from '../../../../src/client/appClientCheck/refusedScopes';
import type { ErrorDetail } from '../../../../src/core/errors';

const host = 'acme.auth.us-east-1.amazoncognito.com';
const clientId = '57cbishk4j24pabc1234567890';
const resource = 'https://api.example.com';

/** The detail of the failed check, when the pool answers so to each scope. */
async function detail(
  answers: Readonly<Record<string, boolean | undefined>>,
): Promise<ErrorDetail | undefined> {
  const { status, error } = await refusedScopesCheck(
    Object.keys(answers),
    (scopes) => Promise.resolve(answers[scopes.at(-1) ?? '']),
    { host, clientId },
    resource,
  );
  equal(status, 'failed');
  return error?.detail;
}

describe('refusedScopesCheck', () => {
  it('names the refused scopes', async () => {
    deepEqual(await detail({ a: true, b: true, c: false }), { host, clientId, scopes: 'a b' });
    deepEqual(await detail({ a: true, b: undefined }), { host, clientId, scopes: 'a' });
  });

  it('does not name scopes that need openid when openid is refused', async () => {
    deepEqual(await detail({ openid: true, email: true, a: true }), { host, clientId, scopes: 'openid a' });
  });

  it('names the resource only when each scope is allowed without it', async () => {
    equal((await detail({ a: false, b: false }))?.resource, resource);
    equal((await detail({ a: false, b: undefined }))?.resource, undefined);
  });
});
