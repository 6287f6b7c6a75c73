import { ok } from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { build } from 'esbuild';
import { startLocalPool, type LocalPool } from '../../src/localPool/localPool';
import { launchBrowser } from '../support/browser';
import { startEditor, type Editor } from '../support/editorHost';
import { publicClient } from '../support/localClients';
import { packageExtension, root } from '../support/packaging';
import { empty, measureActivation } from './activation';
import { measureFindTokens } from './findTokens';
import { measureHandover } from './handover';
import { measureHeap } from './heap';
import { measureInspector, poolWithMember } from './inspector';
import { openWindow, type HostWindow } from './hostWindow';
import { measureLocalPool } from './localPool';
import { measureSignIns, profile } from './signIns';
import { measureSizes } from './sizes';
import { kept, printed, verdict, type Group } from './table';
import { measureTokens } from './tokens';
import { measureTriggers } from './triggers';

const extensionId = 'cognito-tools.cognito-token-inspector';
const activationRounds = 2;
const signInsOfEachKind = 20;

/** Measures the packaged extension in one run of a real editor. A missed limit does not fail the run. */
async function main(): Promise<void> {
  const vsix = await packageExtension('bench');
  const module = await bundleModule();
  const pool = await startLocalPool({ host: '127.0.0.1', port: 0, config: poolWithMember() });
  try {
    await inEditor(pool, { vsix, module });
  } finally {
    await pool.stop();
  }
}

interface Parts {
  readonly vsix: string;
  readonly module: string;
}

async function inEditor(pool: LocalPool, parts: Parts): Promise<void> {
  const editor = await startEditor({
    vsix: parts.vsix,
    testDriver: true,
    trustLinks: true,
    settings: {
      'extensions.confirmedUriHandlerExtensionIds': [extensionId],
      'cognito.profiles': [{ name: profile, issuer: pool.issuer, clientId: publicClient }],
    },
  });
  try {
    await activateOnDemandOnly(await installedFolder(editor));
    const browser = await launchBrowser();
    const [cpu] = cpus();
    const machine = `VS Code ${editor.version}, Chromium ${browser.version()}, ${cpus().length} × ${cpu?.model ?? 'CPU'}`;
    console.log(`Measuring in ${machine}. This takes some minutes.\n`);
    const groups = await measure(editor, browser, pool, parts).finally(() => browser.close());
    console.log(`${printed(groups)}\n\n${verdict(groups)}`);
    await save({ machine, at: new Date().toISOString(), groups: groups.map(withVerdicts) });
  } finally {
    await editor.stop();
  }
}

async function measure(
  editor: Editor,
  browser: Browser,
  pool: LocalPool,
  { vsix, module }: Parts,
): Promise<readonly Group[]> {
  const open = (): Promise<HostWindow> => openWindow(browser, editor, module);
  const inWindow = async (work: (window: HostWindow) => Promise<Group>): Promise<Group> => {
    const window = await open();
    const group = await work(window);
    await window.close();
    return group;
  };
  return [
    await measureActivation(open, activationRounds),
    await inWindow((window) => measureSignIns(window, pool, signInsOfEachKind)),
    await inWindow((window) => measureInspector(window, pool, signInsOfEachKind)),
    measureFindTokens(),
    await inWindow((window) => measureTokens(window, pool)),
    await inWindow((window) => measureHeap(window, pool)),
    await measureHandover(),
    await measureLocalPool(),
    await measureTriggers(),
    await measureSizes(await installedFolder(editor), vsix),
  ];
}

/** Bundles the module that runs in the extension host, with an empty extension: the editor runs no module without one. */
async function bundleModule(): Promise<string> {
  const outdir = join(root, 'out/bench');
  await build({
    entryPoints: [join(__dirname, 'inHost.ts')],
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  const [publisher, name] = empty.split('.');
  const manifest = {
    ...{ publisher, name, version: '1.0.0', engines: { vscode: '^1.105.0' } },
    ...{ main: './empty.js', activationEvents: [`onCommand:${empty}`] },
  };
  await writeFile(join(outdir, 'empty.js'), 'exports.activate = ({ secrets }) => ({ secrets });\n');
  await writeFile(join(outdir, 'package.json'), JSON.stringify(manifest));
  return outdir;
}

/** Removes onStartupFinished from the installed manifest, so that only the bench activates the extension. */
async function activateOnDemandOnly(folder: string): Promise<void> {
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as {
    readonly activationEvents: readonly string[];
  };
  const activationEvents = manifest.activationEvents.filter((event) => event !== 'onStartupFinished');
  ok(activationEvents.length < manifest.activationEvents.length);
  await writeFile(file, JSON.stringify({ ...manifest, activationEvents }));
}

async function installedFolder({ dataDir }: Editor): Promise<string> {
  const folder = join(dataDir, 'extensions');
  const name = (await readdir(folder)).find((entry) => entry.startsWith(extensionId));
  ok(name, `${extensionId} is not installed.`);
  return join(folder, name);
}

function withVerdicts(group: Group): object {
  return { ...group, rows: group.rows.map((row) => ({ ...row, ok: kept(row) })) };
}

async function save(results: object): Promise<void> {
  const folder = join(root, 'out/results');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'bench.json'), `${JSON.stringify(results, null, 2)}\n`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
