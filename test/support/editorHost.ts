import type { ChildProcess } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startFront } from './front';
import { exists, installHost } from './hostInstall';
import type { Host } from './hostInstall';
import { packageExtension } from './packaging';
import { deleteFolder, run, start, stop, temporaryFolder } from './processes';
import { eventually } from './waiting';

export interface EditorOptions {
  /** A packaged extension to install. */
  vsix?: string;
  /**
   * A browser that comes back from a user pool on 127.0.0.1 to the editor's scheme finds the editor, as on a system where
   * the editor is installed. Takes one more extension.
   */
  handOver?: boolean;
  /** Another extension that asks for the user's sessions. */
  guest?: boolean;
  /** On top of those that keep the editor quiet. */
  settings?: Record<string, unknown>;
  /** Where the editor keeps its data; otherwise a folder that is deleted when it stops. */
  dataDir?: string;
  /** Without one, or when it is taken, any that is free. */
  port?: number;
  /** Lets a window run tests in its extension host. Such an editor shows no notification toasts. */
  testDriver?: boolean;
  /** Opens web addresses without asking: `env.openExternal` otherwise shows a dialog. */
  trustLinks?: boolean;
}

export interface Editor {
  /** `http://127.0.0.1:PORT`. */
  origin: string;
  /** The workbench with its workspace. */
  url: string;
  /** `127.0.0.1:PORT`, the authority of its `vscode-remote:` URIs. */
  authority: string;
  version: string;
  dataDir: string;
  /** A folder to open, empty. */
  workspace: string;
  logFile: string;
  /** Changes settings, for all its windows. A value of undefined takes one away. */
  configure: (settings: Record<string, unknown>) => Promise<void>;
  /** Ends the editor and deletes its data. */
  stop: () => Promise<void>;
}

/** No welcome page, no tips, no assistant, nothing that calls out: what is left is the editor and our extension. */
const quiet = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.commandCenter': false,
  'window.menuBarVisibility': 'compact',
  'workbench.enableExperiments': false,
  'workbench.layoutControl.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.experimentalOnboarding': false,
};

/** Starts a whole VS Code, the server kind, with data of its own. */
export async function startEditor(options: EditorOptions = {}): Promise<Editor> {
  const host = await installHost();
  const dataDir = options.dataDir ?? temporaryFolder('editor-');
  const workspace = join(dataDir, 'workspace');
  // Not in the data folder: the path of a socket has 107 characters at most.
  const runtimeDir = temporaryFolder('editor-run-');
  const logFile = join(dataDir, 'server.log');
  await mkdir(workspace, { recursive: true });
  const settings = { ...quiet, ...options.settings };
  await writeSettings(dataDir, settings);
  const flags = [
    join(host.editor, 'out/server-main.js'),
    ...['--server-data-dir', dataDir, '--extensions-dir', join(dataDir, 'extensions')],
    ...['--accept-server-license-terms', '--disable-telemetry'],
  ];
  const extensions = options.vsix === undefined ? [] : [options.vsix];
  if (options.handOver === true) {
    extensions.push(await packageExtension('hand-over', join(__dirname, 'handOver')));
  }
  if (options.guest === true) {
    extensions.push(await packageExtension('guest', join(__dirname, 'guest')));
  }
  if (extensions.length > 0) await install(host, flags, extensions, logFile);

  const server = start({
    file: host.node,
    args: [
      ...flags,
      ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token'],
      ...(options.testDriver === true ? ['--enable-smoke-test-driver'] : []),
      ...(options.trustLinks === true ? ['--link-protection-trusted-domains', '*'] : []),
    ],
    env: { ...environment(), XDG_RUNTIME_DIR: runtimeDir },
    logFile,
  });
  const port = await listening(server, logFile);
  const { authority, stop: stopFront } = await startFront(options.port ?? 0, port, runtimeDir);
  const { version } = JSON.parse(await readFile(join(host.editor, 'package.json'), 'utf8')) as {
    version: string;
  };
  return {
    origin: `http://${authority}`,
    url: `http://${authority}/?${new URLSearchParams({ folder: workspace }).toString()}`,
    authority,
    version,
    dataDir,
    workspace,
    logFile,
    configure: (changes) => writeSettings(dataDir, changes),
    stop: async () => {
      stopFront();
      await stop(server);
      deleteFolder(runtimeDir);
      if (options.dataDir === undefined) deleteFolder(dataDir);
    },
  };
}

/**
 * What belongs to the application is read from the user's settings only, what belongs to the machine from the machine's.
 * What the editor has written there itself stays.
 */
async function writeSettings(dataDir: string, changes: object): Promise<void> {
  for (const folder of ['data/User', 'data/Machine']) {
    await mkdir(join(dataDir, folder), { recursive: true });
    const file = join(dataDir, folder, 'settings.json');
    const written = (await exists(file)) ? await readSettings(file) : {};
    // The machine's settings would override what a person adds to the user's.
    const kept = Object.entries(changes).filter(
      ([name]) => folder === 'data/User' || name !== 'cognito.profiles',
    );
    await writeFile(file, JSON.stringify({ ...written, ...Object.fromEntries(kept) }, null, 2));
  }
}

/** The editor writes there too, and a file that is being written is no JSON for a moment. */
function readSettings(file: string): Promise<object> {
  return eventually(`${file} to be whole`, async () => {
    try {
      return JSON.parse(await readFile(file, 'utf8')) as object;
    } catch {
      return undefined;
    }
  });
}

async function install(host: Host, flags: string[], extensions: string[], logFile: string): Promise<void> {
  const args = [...flags, ...extensions.flatMap((vsix) => ['--install-extension', vsix]), '--force'];
  if ((await run({ file: host.node, args, env: environment(), logFile })) === 0) return;
  throw new Error(`The editor did not install ${extensions.join(', ')}:\n${await readFile(logFile, 'utf8')}`);
}

/** Without what npm, tsx or an editor this was started from would tell it, and without a marketplace to ask. */
function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|NODE_OPTIONS|VSCODE_)/i.test(name),
  );
  return { ...Object.fromEntries(inherited), EXTENSIONS_GALLERY: '{}' };
}

/** The port the server says it listens on, once it does. */
async function listening(server: ChildProcess, logFile: string): Promise<number> {
  return eventually(`the editor to listen, see ${logFile}`, async () => {
    const log = await readFile(logFile, 'utf8');
    if (server.exitCode !== null) throw new Error(`The editor ended with code ${server.exitCode}:\n${log}`);
    const port = /Extension host agent listening on (\d+)/.exec(log)?.[1];
    return port === undefined ? undefined : Number(port);
  });
}
