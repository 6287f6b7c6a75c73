import type { ChildProcess } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startFront } from './front';
import { installHost, installOldestEditor, type EditorHost } from './hostInstall';
import { exists } from './pinnedPackages';
import { packageExtension, root } from './packaging';
import { deleteFolder, run, start, stop, temporaryFolder } from './processes';
import { eventually } from './waiting';

export interface EditorOptions {
  /** The oldest version that package.json supports, instead of the current one. */
  oldest?: boolean;
  /** A packaged extension to install. */
  vsix?: string;
  /**
   * Opens callback URLs from a user pool on 127.0.0.1 in the editor, as a system does on which the editor is installed.
   * Installs the hand-over extension for it.
   */
  handOver?: boolean;
  /** Installs the sample extension, which requests sessions of the authentication provider. */
  sample?: boolean;
  /** In addition to the settings that turn off what tests do not need. */
  settings?: Record<string, unknown>;
  /** The folder of the editor's data; by default a new one that is deleted when the editor stops. */
  dataDir?: string;
  /** The port of the editor; any free port when it is missing or in use. */
  port?: number;
  /** Lets a window run tests in its extension host. Such an editor shows no notifications. */
  testDriver?: boolean;
  /** Opens web addresses without the dialog that `env.openExternal` shows otherwise. */
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
  /** Changes settings for all windows. A value of undefined removes a setting. */
  configure: (settings: Record<string, unknown>) => Promise<void>;
  /** Ends the editor and deletes its data. */
  stop: () => Promise<void>;
}

/** Settings that turn off the welcome page, tips, the assistant and all requests of the editor itself. */
const quiet = {
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  // No test extension runs in a web worker.
  'extensions.webWorker': false,
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

/** Starts a VS Code server with data of its own. */
export async function startEditor(options: EditorOptions = {}): Promise<Editor> {
  const host = await (options.oldest === true ? installOldestEditor() : installHost());
  const dataDir = options.dataDir ?? temporaryFolder('editor-');
  const workspace = join(dataDir, 'workspace');
  // Not in the data folder, because the path of a socket can have only 107 characters.
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
  if (options.sample === true) {
    extensions.push(await packageExtension('sample', join(root, 'sample')));
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

/** In the machine settings, the entries of these lists would be those of a remote machine, and not the user's. */
const listsOfUser = ['cognito.profiles', 'cognito.apiProxies', 'cognito.mcpServers'];

/**
 * Writes settings to the user settings and to the machine settings: the editor reads each setting in one of them only.
 * Keeps the other settings in these files, which the editor may have written.
 */
async function writeSettings(dataDir: string, changes: object): Promise<void> {
  for (const folder of ['data/User', 'data/Machine']) {
    await mkdir(join(dataDir, folder), { recursive: true });
    const file = join(dataDir, folder, 'settings.json');
    const written = (await exists(file)) ? await readSettings(file) : {};
    const kept = Object.entries(changes).filter(
      ([name]) => folder === 'data/User' || !listsOfUser.includes(name),
    );
    await writeFile(file, JSON.stringify({ ...written, ...Object.fromEntries(kept) }, null, 2));
  }
}

/** Reads a settings file again until it is valid JSON, because the editor may be writing it. */
function readSettings(file: string): Promise<object> {
  return eventually(`${file} to be whole`, async () => {
    try {
      return JSON.parse(await readFile(file, 'utf8')) as object;
    } catch {
      return undefined;
    }
  });
}

async function install(
  host: EditorHost,
  flags: string[],
  extensions: string[],
  logFile: string,
): Promise<void> {
  const args = [...flags, ...extensions.flatMap((vsix) => ['--install-extension', vsix]), '--force'];
  if ((await run({ file: host.node, args, env: environment(), logFile })) === 0) return;
  throw new Error(`The editor did not install ${extensions.join(', ')}:\n${await readFile(logFile, 'utf8')}`);
}

/** The environment without the variables of npm, tsx and an outer VS Code, and without a marketplace. */
function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|NODE_OPTIONS|VSCODE_)/i.test(name),
  );
  return { ...Object.fromEntries(inherited), EXTENSIONS_GALLERY: '{}' };
}

/** Waits for the port that the server writes to its log. */
async function listening(server: ChildProcess, logFile: string): Promise<number> {
  return eventually(`the editor to listen, see ${logFile}`, async () => {
    const log = await readFile(logFile, 'utf8');
    if (server.exitCode !== null) throw new Error(`The editor ended with code ${server.exitCode}:\n${log}`);
    const port = /Extension host agent listening on (\d+)/.exec(log)?.[1];
    return port === undefined ? undefined : Number(port);
  });
}
