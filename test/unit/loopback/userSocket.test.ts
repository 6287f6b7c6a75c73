import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { pipeName, socketParents, socketScheme } from '../../../src/loopback/userSocket';

describe('the place of a user socket', () => {
  const macTemp = '/var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T';

  for (const [system, environment, temp, parents] of [
    [
      'Linux with a session',
      { XDG_RUNTIME_DIR: '/run/user/1000' },
      '/tmp',
      ['/run/user/1000', '/tmp', '/tmp'],
    ],
    ['Linux without one', {}, '/tmp', ['/tmp', '/tmp']],
    ['macOS', {}, macTemp, [macTemp, '/tmp']],
    ['a system with a long TMPDIR', {}, `/${'t'.repeat(81)}`, ['/tmp']],
    [
      'a system with a TMPDIR that is just short enough',
      {},
      `/${'t'.repeat(80)}`,
      [`/${'t'.repeat(80)}`, '/tmp'],
    ],
    ['a system with a long TMPDIR in bytes', {}, `/${'ü'.repeat(41)}`, ['/tmp']],
    ['a relative XDG_RUNTIME_DIR', { XDG_RUNTIME_DIR: 'run' }, '/tmp', ['/tmp', '/tmp']],
  ] as const) {
    it(`is in a folder whose path is short enough on ${system}`, () => {
      deepEqual(socketParents(environment, temp), parents);
      for (const parent of parents) ok(Buffer.byteLength(`${parent}/cognito-XXXXXX/socket`) < 104);
    });
  }

  it('is a pipe with a new name on Windows', () => {
    match(pipeName(), /^\\\\\.\\pipe\\cognito-[\da-f]{32}$/);
    notEqual(pipeName(), pipeName());
  });

  it('has a URI with the scheme of the system', () => {
    equal(socketScheme('win32'), 'pipe');
    equal(socketScheme('darwin'), 'unix');
    equal(socketScheme('linux'), 'unix');
  });
});
