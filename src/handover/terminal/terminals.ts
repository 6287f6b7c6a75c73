import * as l10n from '@vscode/l10n';
import { delimiter, join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import { createAnswerRequest, type TerminalContext } from './answerRequest';
import { capabilityVariable, socketVariable } from './protocol';
import { startTokenServer, type TokenServer } from './tokenServer';
import { wrapperName, writeWrappers } from './wrappers';

export interface TerminalsContext extends TerminalContext {
  readonly extension: Pick<
    ExtensionContext,
    'environmentVariableCollection' | 'extensionPath' | 'globalStorageUri'
  >;
  readonly log: (line: string) => void;
}

/** The program `cognito-token` in the terminals of this window. */
export interface Terminals {
  /** Offers the program or takes it away. Terminals that are open already need a relaunch, which the editor offers. */
  readonly offer: (offered: boolean) => Promise<void>;
  /** The path of the program; undefined while it is not offered. */
  readonly program: () => string | undefined;
  readonly dispose: () => void;
}

export function createTerminals(context: TerminalsContext): Terminals {
  const { environmentVariableCollection: environment, extensionPath, globalStorageUri } = context.extension;
  const folder = join(globalStorageUri.fsPath, 'bin');
  const program = join(extensionPath, 'dist', 'cognitoToken.js');
  let server: Promise<TokenServer> | undefined;

  const start = async (): Promise<TokenServer> => {
    await writeWrappers(folder, { executable: process.execPath, program });
    return startTokenServer(createAnswerRequest(context));
  };
  const announce = ({ path, capability }: TokenServer): void => {
    // A stored environment would outlive the window's socket.
    environment.persistent = false;
    environment.description = l10n.t('Adds `cognito-token`, which prints a valid token of a Cognito profile');
    // With shell integration it is added again after the start-up files of a shell, which can set PATH anew.
    const times = { applyAtProcessCreation: true, applyAtShellIntegration: true };
    environment.prepend('PATH', folder + delimiter, times);
    environment.replace(socketVariable, path);
    environment.replace(capabilityVariable, capability);
  };
  const stop = (): void => {
    environment.clear();
    void server?.then(
      ({ close }) => {
        close();
      },
      () => undefined,
    );
    server = undefined;
  };
  return {
    offer: async (offered) => {
      if (!offered) stop();
      if (!offered || server !== undefined) return;
      const own = (server = start());
      try {
        const started = await own;
        if (server === own) announce(started);
      } catch (error) {
        if (server === own) server = undefined;
        // Everything else works without cognito-token.
        context.log(`[cognito-token] is not offered: ${error instanceof Error ? error.message : 'unknown'}`);
      }
    },
    program: () => server && join(folder, wrapperName()),
    dispose: stop,
  };
}
