import { deepEqual, equal } from 'node:assert/strict';
import { refusedScopesCheck } from '../../../../src/client/appClientCheck/refusedScopes';
import { CognitoError } from '../../../../src/core/errors';

const host = 'acme.auth.us-east-1.amazoncognito.com';
const clientId = '57cbishk4j24pabc1234567890';
const resource = 'https://api.example.com';

describe('refusedScopesCheck', () => {
  it('names the refused scopes', () => {
    const { status, error } = refusedScopesCheck(['a', 'b'], { host, clientId, resource });
    equal(status, 'failed');
    deepEqual(error?.detail, { host, clientId, scopes: 'a b' });
  });

  it('names the resource only when each scope is allowed without it', () => {
    equal(refusedScopesCheck([], { host, clientId, resource }).error?.detail.resource, resource);
    const timeout = new CognitoError('timeout', { host });
    equal(refusedScopesCheck(timeout, { host, clientId, resource }).error?.detail.resource, undefined);
  });
});
