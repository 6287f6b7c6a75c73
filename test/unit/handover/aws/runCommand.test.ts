import { deepEqual } from 'node:assert/strict';
import { commandEnvironment, passedSignals } from '../../../../src/handover/program/runCommand';

const endpoint = { url: 'http://127.0.0.1:1/', authorization: 'secret' };
const added = {
  AWS_CONTAINER_CREDENTIALS_FULL_URI: endpoint.url,
  AWS_CONTAINER_AUTHORIZATION_TOKEN: endpoint.authorization,
};

describe('commandEnvironment', () => {
  const environment = {
    Path: 'kept',
    aws_profile: 'prod',
    AWS_ACCESS_KEY_ID: 'key',
    Electron_Run_As_Node: '1',
    COGNITO_TOKEN_FOLDER: 'folder',
    COGNITO_TOKEN_NODE_OPTIONS: '--no-warnings',
  };

  it('leaves out other credentials on Windows however their names are written', () => {
    deepEqual(commandEnvironment(environment, endpoint, 'win32'), {
      Path: 'kept',
      NODE_OPTIONS: '--no-warnings',
      ...added,
    });
  });

  for (const platform of ['linux', 'darwin'] as const) {
    it(`leaves out those with the exact names on ${platform}, where others mean something else`, () => {
      deepEqual(commandEnvironment(environment, endpoint, platform), {
        Path: 'kept',
        aws_profile: 'prod',
        Electron_Run_As_Node: '1',
        NODE_OPTIONS: '--no-warnings',
        ...added,
      });
    });
  }
});

describe('passedSignals', () => {
  it('are those that ask a program to end, which Windows does not have', () => {
    deepEqual(passedSignals('linux'), ['SIGTERM', 'SIGHUP']);
    deepEqual(passedSignals('darwin'), ['SIGTERM', 'SIGHUP']);
    deepEqual(passedSignals('win32'), []);
  });
});
