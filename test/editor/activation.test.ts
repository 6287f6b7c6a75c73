import { deepEqual, equal, ok } from 'node:assert/strict';
import { commands, extensions } from 'vscode';
import { extensionId } from '../support/inEditor';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

/** The global slots in which undici keeps the dispatcher that all of `fetch` uses, of every extension. */
const slots = ['undici.globalDispatcher.1', 'undici.globalDispatcher.2'].map((name) => Symbol.for(name));

function globalDispatchers(): readonly unknown[] {
  return slots.map((slot) => (globalThis as Record<symbol, unknown>)[slot]);
}

describe('Activation', () => {
  it('keeps the global fetch dispatcher of the extension host', async () => {
    const before = globalDispatchers();
    await extensions.getExtension(extensionId)?.activate();
    globalDispatchers().forEach((dispatcher, index) => {
      equal(dispatcher, before[index]);
    });
  });

  it('registers every command that the manifest names', async () => {
    const extension = extensions.getExtension(extensionId);
    ok(extension);
    const { contributes } = extension.packageJSON as Manifest;
    const registered = new Set(await commands.getCommands(true));
    deepEqual(
      contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });

  it('exports nothing to other extensions', async () => {
    equal(await extensions.getExtension(extensionId)?.activate(), undefined);
  });
});
