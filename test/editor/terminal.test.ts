import { equal, match } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationTarget, window, workspace } from 'vscode';
import { publicClient } from '../support/localClients';
import { setProfiles } from '../support/inEditor';
import { temporaryFolder } from '../support/processes';
import { eventually } from '../support/waiting';

/** What a new terminal finds of `cognito-token`: its path and its variables. */
async function lookInTerminal(): Promise<string> {
  const file = join(temporaryFolder('terminal-'), 'found');
  const terminal = window.createTerminal({ shellPath: '/bin/sh' });
  try {
    terminal.sendText(
      `{ command -v cognito-token; env | grep ^COGNITO_; echo end; } > ${file}.part 2>&1; mv ${file}.part ${file}`,
    );
    await eventually('the terminal to answer', () => existsSync(file) || undefined);
    return await readFile(file, 'utf8');
  } finally {
    terminal.dispose();
  }
}

/** Looks in new terminals until one has what is expected, because a changed setting takes effect a moment later. */
async function lookUntil(expected: RegExp): Promise<void> {
  await eventually(`a terminal with ${String(expected)}`, async () =>
    expected.test(await lookInTerminal()) ? true : undefined,
  );
}

describe('cognito-token in terminals', () => {
  const offered = /^\/.*\/bin\/cognito-token\nCOGNITO_TOKEN_[^]*COGNITO_TOKEN_[^]*end\n$/;
  const setting = (value: boolean | undefined): Thenable<void> =>
    workspace.getConfiguration('cognito').update('terminal.enabled', value, ConfigurationTarget.Global);

  beforeEach(() => setProfiles([{ name: 'dev', domain: 'dev.example.com', clientId: publicClient }]));
  afterEach(async () => {
    await setProfiles([]);
    await setting(undefined);
  });

  it('is offered while there is a profile, with a socket and a capability and no token', async () => {
    await lookUntil(offered);
    const found = await lookInTerminal();
    match(found, /COGNITO_TOKEN_SOCKET=\S+\/cognito-\w+\/socket\n/);
    match(found, /COGNITO_TOKEN_CAPABILITY=[\w-]{43}\n/);
    equal(found.match(/COGNITO_/g)?.length, 2);
    await setProfiles([]);
    await lookUntil(/^end\n$/);
  });

  it('is not offered when cognito.terminal.enabled is false', async () => {
    await lookUntil(offered);
    await setting(false);
    await lookUntil(/^end\n$/);
  });
});
