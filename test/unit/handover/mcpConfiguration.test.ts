import { deepEqual, equal } from 'node:assert/strict';
import { helperConfiguration, proxyConfiguration } from '../../../src/handover/mcp/mcpConfiguration';
import { mcpServerSchema } from '../../../src/handover/mcp/mcpServerSettings';
import { parseSettingEntries } from '../../../src/handover/settingEntries';
import { batchFileArguments } from '../inspector/copy/shellParsers';

const server = {
  name: 'orders',
  profile: 'dev',
  url: 'https://mcp.example.com/mcp',
  token: 'access',
  port: 0,
} as const;

describe('the configuration of an MCP client', () => {
  const helperOf = (changes: object, platform: NodeJS.Platform): unknown => {
    const text = helperConfiguration({ ...server, ...changes }, '/home/me/bin/cognito-token', platform);
    return (JSON.parse(text) as { mcpServers: { orders: { headersHelper: string } } }).mcpServers.orders
      .headersHelper;
  };

  it('leads to the proxy', () => {
    deepEqual(JSON.parse(proxyConfiguration(server, 'http://127.0.0.1:8123')), {
      mcpServers: { orders: { type: 'http', url: 'http://127.0.0.1:8123' } },
    });
  });

  it('runs cognito-token for the headers', () => {
    equal(helperOf({}, 'linux'), "'/home/me/bin/cognito-token' 'dev' --mcp-headers");
    equal(helperOf({ token: 'id' }, 'linux'), "'/home/me/bin/cognito-token' 'dev' --id --mcp-headers");
  });

  it('asks for the token of the user that the entry names', () => {
    equal(
      helperOf({ user: "jane o'hara" }, 'linux'),
      String.raw`'/home/me/bin/cognito-token' 'dev' --as='jane o'\''hara' --mcp-headers`,
    );
    equal(helperOf({ user: '-x' }, 'win32'), '"/home/me/bin/cognito-token" "dev" --as="-x" --mcp-headers');
  });

  it('quotes the name of a profile for the shell of the system', () => {
    const profile = "it's $(rm) % & x";
    equal(
      helperOf({ profile }, 'linux'),
      String.raw`'/home/me/bin/cognito-token' 'it'\''s $(rm) % & x' --mcp-headers`,
    );
    equal(helperOf({ profile: 'a & b' }, 'win32'), '"/home/me/bin/cognito-token" "a & b" --mcp-headers');
    const special = { profile: 'a" & calc & %PATH%', user: '"' };
    deepEqual(batchFileArguments(String(helperOf(special, 'win32'))), [
      '/home/me/bin/cognito-token',
      special.profile,
      '--as="',
      '--mcp-headers',
    ]);
  });
});

describe('the entries of cognito.mcpServers', () => {
  const parse = (changes: object) =>
    parseSettingEntries('cognito.mcpServers', mcpServerSchema, [
      { source: 'user', value: [{ name: 'orders', profile: 'dev', url: server.url, ...changes }] },
    ]);

  it('fill in what is left out', () => {
    deepEqual(parse({}).entries, [{ settings: server, source: 'user' }]);
  });

  it('may have a query, as those of Amazon Bedrock AgentCore do', () => {
    const url =
      'https://bedrock-agentcore.us-east-1.amazonaws.com/runtimes/arn%3Aaws/invocations?qualifier=DEFAULT';
    equal(parse({ url }).entries[0]?.settings.url, url);
  });

  for (const url of [
    'http://mcp.example.com/mcp',
    'https://user@mcp.example.com/',
    'https://mcp.example.com/#x',
    'x',
  ]) {
    it(`refuse ${url}`, () => {
      const { entries, invalidEntries } = parse({ url });
      deepEqual([entries, invalidEntries[0]?.field], [[], 'url']);
    });
  }
});
