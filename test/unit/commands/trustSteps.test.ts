import { equal, ok } from 'node:assert/strict';
import { trustSteps } from '../../../src/commands/trustSteps';

describe('trustSteps', () => {
  const origin = 'https://127.0.0.1:9270';
  const commands = {
    win32: [
      String.raw`C:\Users\My Name\pool.crt`,
      String.raw`certutil -user -addstore Root "C:\Users\My Name\pool.crt"`,
    ],
    darwin: [
      '/Users/my name/pool.crt',
      `security add-trusted-cert -p ssl -k ~/Library/Keychains/login.keychain-db '/Users/my name/pool.crt'`,
    ],
    linux: [
      '/home/my name/pool.crt',
      `mkdir -p $HOME/.pki/nssdb && certutil -d sql:$HOME/.pki/nssdb -A -t P,, -n local-user-pool -i '/home/my name/pool.crt'`,
    ],
  } as const;

  for (const [platform, [file, command]] of Object.entries(commands)) {
    it(`has a command for ${platform}, and says what to do in Firefox and for Node.js`, () => {
      const steps = trustSteps(platform as NodeJS.Platform, file, origin);
      equal(steps.command, command);
      ok(steps.detail.includes(command));
      ok(steps.detail.includes(`Add Exception, and enter ${origin}.`));
      ok(steps.detail.includes(`NODE_EXTRA_CA_CERTS to ${file}`));
    });
  }
});
