import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { failed, note, unknown } from '../../../src/client/appClientCheck/checks';
import type { McpServerCheck, McpServerCheckId } from '../../../src/client/mcpServerCheck/checks';
import { CognitoError, type ErrorCode, type ErrorDetail } from '../../../src/core/errors';
import { mcpServerReport, type NamedMcpServer } from '../../../src/appClientCheck/mcpServerReport';
import type { ShownCheck } from '../../../src/appClientCheck/protocol';
import { callbackUrl } from '../../support/fakeClient';
import { makeProfile } from '../../support/profiles';
import { clientId, issuer, userPoolId } from '../../support/tokens';

const url = 'https://mcp.example.com/mcp';
const server: NamedMcpServer = {
  name: 'tools',
  url,
  token: 'access',
  profile: makeProfile({ name: 'team', clientId, userPoolId }),
};

function shown(check: McpServerCheck, of = server): ShownCheck {
  const [only] = mcpServerReport(of, callbackUrl, [check], 'done').checks;
  ok(only);
  return only;
}

function fixes(
  id: McpServerCheckId,
  code: ErrorCode,
  detail: ErrorDetail = {},
  of = server,
): readonly string[] {
  const { snippets } = shown(failed(id, 'Seen.', new CognitoError(code, detail)), of);
  return snippets.map(({ text }) => text);
}

describe('mcpServerReport', () => {
  it('names the entry, its profile and its pool', () => {
    const { facts, title, name } = mcpServerReport(server, callbackUrl, [], 'done');
    equal(title, 'Check MCP Server');
    equal(name, 'tools');
    deepEqual(
      facts.map(({ value }) => value),
      ['tools', url, 'access token', 'team', userPoolId, clientId],
    );
  });

  it('shows the metadata that a server lacks, and its header', () => {
    const [document = '', header] = fixes('metadata', 'mcp_metadata_missing');
    deepEqual(JSON.parse(document), { resource: url, authorization_servers: [issuer] });
    equal(
      header,
      'WWW-Authenticate: Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"',
    );
  });

  it('shows the line of the metadata that is wrong', () => {
    deepEqual(fixes('resource', 'mcp_resource_differs'), [`"resource": "${url}"`]);
    deepEqual(fixes('issuer', 'mcp_issuer_foreign'), [`"authorization_servers": ["${issuer}"]`]);
  });

  it('shows what other MCP clients need', () => {
    deepEqual(fixes('pkce', 'mcp_s256_unlisted'), ["cognito-token 'team' --mcp-headers"]);
    const ofBob = { ...server, profile: { ...server.profile, user: 'bob' } };
    deepEqual(fixes('pkce', 'mcp_s256_unlisted', {}, ofBob), [
      "cognito-token 'team' --as='bob' --mcp-headers",
    ]);
    const [entry = ''] = fixes('registration', 'mcp_no_registration');
    deepEqual(JSON.parse(entry), { servers: { tools: { type: 'http', url, oauth: { clientId } } } });
  });

  it('shows the command that creates a resource server, as one argument for the shell', () => {
    const resource = "https://mcp.example.com/mcp?a='$(id)'";
    deepEqual(fixes('resourceServer', 'mcp_resource_server_missing', { resource }), [
      `aws cognito-idp create-resource-server --region us-east-1 --user-pool-id ${userPoolId} --identifier 'https://mcp.example.com/mcp?a='\\''$(id)'\\''' --name 'https://mcp.example.com/mcp?a='\\''$(id)'\\'''`,
      `"resource": "${resource}"`,
    ]);
  });

  it('shows what to change in the profile or the entry', () => {
    deepEqual(fixes('scopes', 'mcp_scopes_missing', { scopes: 'a/read a/write' }), ['a/read a/write']);
    deepEqual(fixes('accepted', 'mcp_token_refused', { reason: 'id_token' }), ['"token": "access"']);
    deepEqual(fixes('accepted', 'mcp_token_refused', { reason: 'audience', expected: url }), [
      `"resource": "${url}"`,
    ]);
    deepEqual(fixes('accepted', 'mcp_token_refused'), []);
    equal(fixes('callback', 'redirect_mismatch', { clientId })[0], callbackUrl);
  });

  it('shows no command and no issuer when the pool is unknown', () => {
    const profile = makeProfile({ name: 'team', domain: 'auth.example.com' });
    const ofDomain = { ...server, profile };
    deepEqual(fixes('issuer', 'mcp_issuer_foreign', {}, ofDomain), []);
    deepEqual(fixes('resourceServer', 'mcp_resource_server_missing', { resource: url }, ofDomain), [
      `"resource": "${url}"`,
    ]);
  });

  it('shows a note with its text and without a failure', () => {
    const check = shown(note('pkce', 'Seen.', new CognitoError('mcp_s256_unlisted', { host: 'h.example' })));
    equal(check.status, 'note');
    match(check.problem?.why ?? '', /This entry is not affected/);
  });

  it('offers Check App Client and Sign In', () => {
    const check = shown(unknown('token', 'Seen.', new CognitoError('mcp_token_short', { seconds: 10 })));
    deepEqual(
      check.actions.map(({ id }) => id),
      ['sign_in', 'check_app_client'],
    );
  });
});
