import { deepEqual, equal, match } from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Profile } from '../../../src/core/profile';
import { subjectOf, type Session } from '../../../src/core/session';
import { sessionOfUser } from '../../../src/core/users';
import { CognitoError } from '../../../src/core/errors';
import { createConsent, type ConsentAnswer } from '../../../src/handover/consent';
import type { HandoverRequest } from '../../../src/handover/freshToken';
import { createAnswerRequest } from '../../../src/handover/terminal/answerRequest';
import { startTokenServer, type TokenServer } from '../../../src/handover/terminal/tokenServer';
import { wrapperName, writeWrappers } from '../../../src/handover/terminal/wrappers';
import { temporaryFolder } from '../../support/processes';
import { makeProfile } from '../../support/profiles';
import { makeMachineSession, makeSession, makeSessionOf } from '../../support/sessions';
import { isLinux } from '../../support/systems';
import { bundleTokenProgram, runToEnd, terminalEnvironment, type Ended } from '../../support/tokenProgram';

const dev = makeProfile({ name: 'dev', userPoolId: 'us-east-1_AbCdEf123' });
const prod = makeProfile({ name: 'prod', userPoolId: 'us-east-1_Prod00000', production: true });
const session = makeSession({ expiresAt: Date.now() + 3_600_000 });

describe('cognito-token', () => {
  let wrapper: string;
  let server: TokenServer;
  /** What the window knows and how its user answers, which each test changes. */
  let stored: Session | undefined;
  /** Signed in beside the stored session. */
  let zoë: Session | undefined;
  let activeUser: string | undefined;
  /** The user becomes the active one while the question is open. */
  let activeUserAfterQuestion: string | undefined;
  let active: Profile | undefined;
  let answer: ConsentAnswer;
  let questions: HandoverRequest[];
  let given: HandoverRequest[];
  let uses: number[];
  let signIns: string[];

  before(async () => {
    const folder = temporaryFolder('cognito token ’%s-');
    const program = join(folder, 'cognitoToken.js');
    await writeFile(program, await readProgram());
    await writeWrappers(folder, { executable: process.execPath, program });
    wrapper = join(folder, wrapperName());
    server = await startTokenServer(
      createAnswerRequest({
        consent: createConsent((request) => {
          questions.push(request);
          activeUser = activeUserAfterQuestion ?? activeUser;
          return Promise.resolve(answer);
        }),
        stored: (profile) => Promise.resolve(sessionFor(profile)),
        session: (profile, use) => {
          uses.push(use);
          const found = sessionFor(profile);
          if (found === undefined) throw new CognitoError('session_missing');
          return Promise.resolve(found);
        },
        awsKeys: () => Promise.reject(new CognitoError('identity_pool_missing')),
        startAwsEndpoint: () => Promise.reject(new CognitoError('identity_pool_missing')),
        signIn: (profile) => {
          signIns.push(profile.name);
          stored = session;
          return Promise.resolve();
        },
        active: () => active,
        profiles: () => [dev, prod],
        noteGiven: (request) => given.push(request),
        explain: (error, profile) =>
          Promise.resolve(`${error instanceof CognitoError ? error.code : 'unknown'} of ${profile ?? ''}`),
      }),
    );
  });
  after(() => {
    server.close();
  });
  beforeEach(() => {
    stored = session;
    zoë = undefined;
    activeUser = undefined;
    activeUserAfterQuestion = undefined;
    active = dev;
    answer = 'once';
    questions = [];
    given = [];
    uses = [];
    signIns = [];
  });

  const sessionFor = ({ user: named }: Profile): Session | undefined =>
    sessionOfUser(
      [stored, zoë].filter((one) => one !== undefined),
      { named, active: activeUser },
    );
  const run = (...args: string[]): Promise<Ended> => runToEnd(wrapper, args, terminalEnvironment(server));

  it('prints the access token of the active profile and nothing else to stdout', async () => {
    const { stdout, stderr, code } = await run();
    equal(stdout, `${session.accessToken}\n`);
    equal(stderr, 'cognito-token: Waiting for your answer in the editor…\n');
    equal(code, 0);
    deepEqual(uses, [120_000]);
  });

  it('tells the editor which program asks, which profile and which token', async () => {
    equal((await run('prod', '--id', '--header')).stdout, `Authorization: Bearer ${session.idToken ?? ''}\n`);
    const user = { subject: subjectOf(session), name: 'janedoe@example.com' };
    // Other systems do not tell it.
    const receiver = isLinux ? '“node”' : 'a program';
    const asked = [{ profile: prod, kind: 'id', receiver, user }];
    deepEqual(questions, asked);
    deepEqual(given, asked);
  });

  it('prints the token of the user that --as names, and of no other one', async () => {
    zoë = { ...makeSessionOf('zoë'), expiresAt: session.expiresAt };
    equal((await run('--as', 'zoë')).stdout, `${zoë.accessToken}\n`);
    equal((await run()).stdout, `${session.accessToken}\n`);
    deepEqual(
      questions.map(({ user }) => user?.subject),
      ['zoë', subjectOf(session)],
    );
    const { stdout, code } = await run('dev', '--as', 'adam');
    deepEqual([stdout, code], ['', 2]);
  });

  it('prints the token of the user whom the question named, when another one becomes active meanwhile', async () => {
    zoë = { ...makeSessionOf('zoë'), expiresAt: session.expiresAt };
    activeUser = subjectOf(session);
    activeUserAfterQuestion = 'zoë';
    equal((await run()).stdout, `${session.accessToken}\n`);
  });

  it('says that the user has denied it, with exit code 3', async () => {
    answer = 'denied';
    const { stdout, stderr, code } = await run();
    deepEqual([stdout, code], ['', 3]);
    match(stderr, /handover_denied of dev/);
    deepEqual(given, []);
  });

  it('says how to sign in, with exit code 2, and asks the user nothing', async () => {
    stored = undefined;
    const { stdout, stderr, code } = await run();
    deepEqual([stdout, code], ['', 2]);
    match(stderr, /session_missing of dev\n.*--sign-in/);
    deepEqual(questions, []);
  });

  it('signs in with --sign-in when there is no session, after the user has allowed it', async () => {
    stored = undefined;
    const { stdout, stderr, code } = await run('--sign-in');
    deepEqual([stdout, code, signIns], [`${session.accessToken}\n`, 0, ['dev']]);
    match(stderr, /answer in the editor[^]*sign-in in the browser/);
  });

  it('opens no browser for a program that is denied', async () => {
    stored = undefined;
    answer = 'denied';
    equal((await run('--sign-in')).code, 3);
    deepEqual(signIns, []);
  });

  it('warns of a token that is valid for less than is asked for', async () => {
    stored = makeSession({ expiresAt: Date.now() + 60_000 });
    const { stderr, code } = await run('--min-seconds', '300');
    match(stderr, /valid for [56]\d seconds only/);
    equal(code, 0);
    deepEqual(uses, [300_000]);
  });

  it('says that a machine client has no ID token, with exit code 1', async () => {
    stored = makeMachineSession();
    const { stderr, code } = await run('--id');
    equal(code, 1);
    match(stderr, /id_token_missing/);
  });

  it('names the profiles when no profile is active or the name is wrong, with exit code 64', async () => {
    const wrong = await run('staging');
    deepEqual([wrong.stdout, wrong.code], ['', 64]);
    match(wrong.stderr, /no profile “staging”\. There are “dev”, “prod”\./);
    active = undefined;
    match((await run()).stderr, /no profile is active/);
  });

  it('explains a wrong option, with exit code 64', async () => {
    const { stdout, stderr, code } = await run('--nonsense');
    deepEqual([stdout, code], ['', 64]);
    match(stderr, /--nonsense[^]*--help/);
  });

  it('asks for a new terminal when the window was closed or reloaded, with exit code 4', async () => {
    const closed = await startTokenServer(() => Promise.resolve());
    closed.close();
    const gone = await runToEnd(wrapper, [], terminalEnvironment(closed));
    deepEqual([gone.stdout, gone.code], ['', 4]);
    match(gone.stderr, /^[^\n]*new terminal[^\n]*\n$/);
    // The socket of another window, with the capability of the one before.
    const other = { path: server.path, capability: closed.capability };
    equal((await runToEnd(wrapper, [], terminalEnvironment(other))).code, 4);
  });

  it('says where it works when it runs outside of a terminal of the editor, with exit code 4', async () => {
    const { stderr, code } = await runToEnd(wrapper, [], process.env);
    equal(code, 4);
    match(stderr, /terminal of an editor window/);
  });

  it('runs no code that NODE_OPTIONS names', async () => {
    const hook = join(temporaryFolder('hook-'), 'hook.js');
    await writeFile(hook, 'process.stdout.write("hooked");');
    const env = { ...terminalEnvironment(server), NODE_OPTIONS: `--require=${hook}` };
    equal((await runToEnd(wrapper, [], env)).stdout, `${session.accessToken}\n`);
    await rm(hook);
  });
});

async function readProgram(): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(await bundleTokenProgram(), 'utf8');
}
