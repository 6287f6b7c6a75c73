import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import { spawnSync, type ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { spawn } from 'cross-spawn';
import { createCognitoClient, type CognitoClient } from '../../../../src/client/cognitoClient';
import { CognitoError } from '../../../../src/core/errors';
import type { Profile } from '../../../../src/core/profile';
import { createAwsCredentials } from '../../../../src/handover/aws/awsCredentials';
import { startAwsEndpoint } from '../../../../src/handover/aws/awsEndpoint';
import { awsProfileName, awsProfileText } from '../../../../src/handover/aws/awsProfile';
import type { HandoverRequest } from '../../../../src/handover/freshToken';
import { createAnswerRequest } from '../../../../src/handover/terminal/answerRequest';
import type { AwsKeys } from '../../../../src/handover/terminal/protocol';
import { startTokenServer, type TokenServer } from '../../../../src/handover/terminal/tokenServer';
import { wrapperName, writeWrappers } from '../../../../src/handover/terminal/wrappers';
import { subjectOf } from '../../../../src/core/session';
import { createIdentityIds } from '../../../../src/sessions/identityIds';
import type { SessionStore } from '../../../../src/sessions/store';
import { startAwsService, type AwsService } from '../../../support/awsService';
import { identityPoolId, withIdentityPool } from '../../../support/identityPools';
import { publicClient } from '../../../support/localClients';
import { startPool, stopPools } from '../../../support/localPools';
import { temporaryFolder } from '../../../support/processes';
import { makeProfile } from '../../../support/profiles';
import { refresherOf } from '../../../support/refreshers';
import { signIn, straight } from '../../../support/signingIn';
import { openStore, openVault } from '../../../support/stores';
import { bundleTokenProgram, runToEnd, terminalEnvironment } from '../../../support/tokenProgram';
import { eventually } from '../../../support/waiting';
import { isUnix } from '../../../support/systems';

/** How long the credentials of the identity pool are valid, in seconds. */
const lifetime = 2;
const arn = 'arn:aws:sts::123456789012:assumed-role/user/CognitoIdentityCredentials';

describe('programs with AWS credentials of the signed-in user', function () {
  // The AWS CLI takes seconds to start on a busy computer.
  this.timeout(60_000);

  let wrapper: string;
  let client: CognitoClient;
  let store: SessionStore;
  let profile: Profile;
  let service: AwsService;
  let server: TokenServer;
  let env: NodeJS.ProcessEnv;
  let given: HandoverRequest[];
  let children: ChildProcess[];

  before(async () => {
    const folder = temporaryFolder('cognito-token-');
    await writeWrappers(folder, { executable: process.execPath, program: await bundleTokenProgram() });
    wrapper = join(folder, wrapperName());
  });
  beforeEach(async () => {
    given = [];
    children = [];
    const { issuer } = await startPool({ config: withIdentityPool({ credentialsSeconds: lifetime }) });
    client = createCognitoClient(straight);
    store = openStore();
    profile = makeProfile({ name: "jane's pool", issuer, clientId: publicClient, identityPoolId });
    await store.save(await signIn(client, profile));
    service = await startAwsService(lifetime * 1000);
    server = await startTokenServer(createAnswerRequest(window()));
    env = await environment();
  });
  afterEach(async () => {
    for (const child of children) child.kill();
    server.close();
    service.stop();
    await client.close();
    await stopPools();
  });

  /** The parts of a window that answer a terminal. */
  function window(): Parameters<typeof createAnswerRequest>[0] {
    const refresher = refresherOf(client, store);
    const session = async (_: Profile, use: number) => {
      const stored = await store.find(profile);
      if (stored === undefined) throw new CognitoError('session_missing');
      return refresher.fresh(stored, use);
    };
    const { get } = createAwsCredentials({
      client: () => Promise.resolve(client),
      stored: store.find,
      session,
      approve: () => Promise.resolve(),
      identityIds: createIdentityIds(openVault()),
      log: () => undefined,
    });
    const awsKeys = (of: Profile): Promise<AwsKeys> => get(of);
    return {
      consent: { ask: () => Promise.resolve(), extendTo: () => undefined },
      stored: store.find,
      session,
      awsKeys,
      startAwsEndpoint: (of) =>
        startAwsEndpoint({
          keys: () => awsKeys(of),
          explain: (error) => Promise.resolve(error instanceof CognitoError ? error.code : 'unknown'),
        }),
      signIn: () => Promise.reject(new CognitoError('sign_in_cancelled')),
      active: () => profile,
      profiles: () => [profile],
      noteGiven: (request) => given.push(request),
      explain: (error) => Promise.resolve(error instanceof CognitoError ? error.code : 'unknown'),
    };
  }

  /** A terminal whose user has pasted the profile for AWS, and has other credentials too. */
  async function environment(): Promise<NodeJS.ProcessEnv> {
    const folder = temporaryFolder('aws-');
    const config = join(folder, 'config');
    await writeFile(config, awsProfileText({ name: profile.name, identityPoolId }, wrapper));
    return {
      ...terminalEnvironment(server),
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
    };
  }

  /** Programs that call AWS once for each line of their input, and print who AWS says they are. */
  const programs: readonly { readonly name: string; readonly command: () => readonly string[] }[] = [
    {
      name: 'the AWS SDK for JavaScript',
      command: () => [
        process.execPath,
        ...['--require', 'tsx/cjs', join(__dirname, 'sdkChild.ts'), service.url],
      ],
    },
    ...(hasAwsCli()
      ? [
          {
            name: 'the AWS CLI',
            command: () => [
              'sh',
              '-c',
              'while read -r line; do aws sts get-caller-identity --endpoint-url "$0" --query Arn --output text 2>&1; done',
              service.url,
            ],
          },
        ]
      : []),
  ];
  const ways = [
    { name: 'credential_process', run: () => ({ prefix: [], env: { ...env, AWS_PROFILE: 'jane-s-pool' } }) },
    {
      name: 'a container endpoint',
      run: () => ({
        prefix: [wrapper, '--aws', '--'],
        env: { ...env, AWS_ACCESS_KEY_ID: 'AKIAOTHER', AWS_SECRET_ACCESS_KEY: 'other' },
      }),
    },
  ] as const;

  for (const { name, command } of programs) {
    for (const way of ways) {
      it(`give ${name} credentials by ${way.name}, also after the first ones have expired`, async () => {
        const { prefix, env: environment } = way.run();
        const [file = '', ...args] = [...prefix, ...command()];
        const child = spawn(file, args, { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
        children.push(child);
        const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
        const call = async (): Promise<unknown> => {
          child.stdin.write('call\n');
          return (await lines.next()).value;
        };
        equal(await call(), arn);
        const [first = ''] = service.keys;
        await eventually('the credentials to expire', () => service.hasExpired(first) || undefined);
        equal(await call(), arn);
        deepEqual(service.refused, []);
        notEqual(service.keys.at(-1), first);
        equal(given[0]?.kind, 'aws');
      });
    }
  }

  it('are asked about with the name of the command', async () => {
    const { stdout, code } = await runToEnd(wrapper, ['--aws', '--', ...program('console.log(1)')], env);
    deepEqual([stdout, code], ['1\n', 0]);
    const found = await store.find(profile);
    const user = { subject: found && subjectOf(found), name: 'jane.doe@example.com' };
    deepEqual(given, [{ profile, kind: 'aws', receiver: `“${basename(process.execPath)}”`, user }]);
  });

  it('get an address and no key in their environment, which ends with the command', async () => {
    const print = program('console.log(JSON.stringify(process.env))');
    const { stdout } = await runToEnd(wrapper, ['--aws', '--', ...print], {
      ...env,
      NODE_OPTIONS: '--no-warnings',
    });
    const variables = JSON.parse(stdout) as NodeJS.ProcessEnv;
    equal(variables['NODE_OPTIONS'], '--no-warnings');
    for (const name of [
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'ELECTRON_RUN_AS_NODE',
      'COGNITO_TOKEN_FOLDER',
    ]) {
      equal(variables[name], undefined, name);
    }
    const url = variables['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ?? '';
    match(url, /^http:\/\/127\.0\.0\.1:\d+\/$/);
    await eventually('the address to end', async () =>
      (await fetch(url).catch(() => undefined)) === undefined ? true : undefined,
    );
  });

  it('end with the exit code of the command', async () => {
    const run = async (...command: string[]): Promise<number | null> =>
      (await runToEnd(wrapper, ['--aws', '--', ...command], env)).code;
    equal(await run(...program('process.exit(7)')), 7);
    if (isUnix) equal(await run('sh', '-c', 'kill -TERM $$'), 143);
    equal(await run('no-such-command'), 1);
  });

  it('do not start when there are no credentials, and say why', async () => {
    await store.remove((await store.find(profile))!);
    const { stdout, stderr, code } = await runToEnd(
      wrapper,
      ['--aws', '--', ...program('console.log(1)')],
      env,
    );
    deepEqual([stdout, code], ['', 2]);
    match(stderr, /session_missing/);
    profile = { ...profile, identityPoolId: undefined };
    const without = await runToEnd(wrapper, ['--aws'], env);
    deepEqual([without.stdout, without.code], ['', 1]);
    match(without.stderr, /identity_pool_missing/);
    deepEqual(given, []);
  });
});

describe('awsProfileText', () => {
  it('has a command of the profile, and no key', () => {
    equal(
      awsProfileText({ name: 'dev', identityPoolId: 'eu-west-1:1a' }, '/home/me/bin/cognito-token', 'linux'),
      "[profile dev]\nregion = eu-west-1\ncredential_process = '/home/me/bin/cognito-token' 'dev' --aws\n",
    );
    match(
      awsProfileText({ name: 'a b', identityPoolId: 'x:1' }, 'C:\\cognito-token.cmd', 'win32'),
      /"C:\\cognito-token\.cmd" "a b" --aws/,
    );
  });

  it('has the credentials of the user that is named', () => {
    equal(
      awsProfileText({ name: 'dev', user: 'bob', identityPoolId: 'eu-west-1:1a' }, '/cognito-token', 'linux'),
      "[profile dev-bob]\nregion = eu-west-1\ncredential_process = '/cognito-token' 'dev' --as='bob' --aws\n",
    );
  });

  it('has a name that needs no quotation marks', () => {
    equal(awsProfileName('Dev ]\nx = y; $(rm) “ü”'), 'Dev-x-y-rm-');
  });
});

/** A command that runs code. @param code without quotation marks */
function program(code: string): readonly string[] {
  return [process.execPath, '-e', code];
}

/**
 * The AWS CLI is in no package of npm, so a computer without it tests the SDK alone. So does Windows, which has no `sh` to call
 * it several times.
 */
function hasAwsCli(): boolean {
  return isUnix && spawnSync('aws', ['--version']).status === 0;
}
