import { deepEqual, equal, ok } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { addCallbackCommand } from '../../../src/appClientCheck/awsConsole';
import { describeOnUnix } from '../../support/systems';
import { clientId, userPoolId } from '../../support/tokens';

const run = promisify(execFile);
const address = {
  region: 'us-east-1',
  userPoolId,
  clientId,
};

/** An app client as `describe-user-pool-client` prints it. */
const described = {
  UserPoolId: address.userPoolId,
  ClientName: 'Jane\'s "app" $HOME',
  ClientId: address.clientId,
  ClientSecret: 'verysecret',
  LastModifiedDate: 1_700_000_000.1,
  CreationDate: 1_700_000_000.1,
  RefreshTokenValidity: 30,
  TokenValidityUnits: { AccessToken: 'minutes' },
  SupportedIdentityProviders: ['COGNITO', 'Okta'],
  CallbackURLs: ['https://a.example.com/b', 'https://a.example.com/a'],
  AllowedOAuthFlows: ['code'],
  AllowedOAuthFlowsUserPoolClient: true,
};

describeOnUnix('addCallbackCommand', function () {
  // Each run starts a shell and three programs.
  this.timeout(20_000);
  let folder: string;
  const readArguments = (): Promise<string[]> =>
    readFile(join(folder, 'update.json'), 'utf8').then((text) => JSON.parse(text) as string[]);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callback-'));
    const program = (name: string, body: string): Promise<void> =>
      writeFile(join(folder, name), `#!${process.execPath}\n${body}\n`, { mode: 0o755 });
    // A stand-in for the AWS CLI: it prints the app client, and writes the arguments of the update to a file.
    await program(
      'aws',
      `const { readFileSync, writeFileSync } = require('node:fs');
       const [, command, ...rest] = process.argv.slice(2);
       if (command === 'describe-user-pool-client') process.stdout.write(readFileSync(${JSON.stringify(join(folder, 'client.json'))}));
       else writeFileSync(${JSON.stringify(join(folder, 'update.json'))}, JSON.stringify([command, ...rest]));`,
    );
    await program(
      'jq',
      `const { raw } = require(${JSON.stringify(require.resolve('jq-wasm'))});
       const [, name, value, filter] = process.argv.slice(2);
       const input = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
       raw(input, filter, ['--arg', name, value]).then((answer) => process.stdout.write(answer.stdout ?? answer));`,
    );
  });
  after(() => rm(folder, { recursive: true }));

  const update = async (
    callbackUrl: string,
    client: object = described,
  ): Promise<Record<string, unknown>> => {
    await writeFile(join(folder, 'client.json'), JSON.stringify(client));
    await run('sh', ['-c', addCallbackCommand(address, callbackUrl)], {
      env: { ...process.env, PATH: `${folder}:${process.env.PATH ?? ''}` },
    });
    const [command, ...rest] = await readArguments();
    equal(command, 'update-user-pool-client');
    deepEqual(
      rest.filter((_, index) => index !== 3),
      ['--region', 'us-east-1', '--cli-input-json', '--query', 'UserPoolClient.CallbackURLs'],
    );
    return JSON.parse(rest[3] ?? '') as Record<string, unknown>;
  };

  it('sends all settings of the app client except the client secret and the dates', async () => {
    const { ClientSecret, LastModifiedDate, CreationDate, CallbackURLs, ...kept } = described;
    deepEqual(await update('vscode://a.b/callback'), {
      ...kept,
      CallbackURLs: [...CallbackURLs, 'vscode://a.b/callback'],
    });
    ok(ClientSecret && LastModifiedDate && CreationDate);
  });

  it('adds a callback URL once, also to an app client without callback URLs', async () => {
    const [first = '', second] = described.CallbackURLs;
    deepEqual((await update(first)).CallbackURLs, [second, first]);
    const { CallbackURLs, ...without } = described;
    equal(CallbackURLs.length, 2);
    deepEqual((await update(first, without)).CallbackURLs, [first]);
  });

  for (const url of [
    "https://a.example.com/it's",
    'https://a.example.com/?a=$(touch${IFS}hacked)&b=`id`',
    'https://a.example.com/"; rm -rf ~; echo "',
    'https://a.example.com/\\(.ClientSecret)',
    'myapp://日本/*',
  ]) {
    it(`adds the callback URL ${url} unchanged`, async () => {
      equal(((await update(url)).CallbackURLs as string[]).at(-1), url);
    });
  }
});
