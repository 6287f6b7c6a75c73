import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { commands, env, extensions, Uri, ViewColumn, window, workspace } from 'vscode';
import type { WebviewPanel } from 'vscode';
import type { Answer, BareRequests, Call, HostMethods } from './protocol';
import { timed } from './statistics';
import { askForToken } from './tokenAsks';

type Methods = {
  [Name in keyof HostMethods]: (
    ...args: Parameters<HostMethods[Name]>
  ) => ReturnType<HostMethods[Name]> | Promise<ReturnType<HostMethods[Name]>>;
};

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const methods: Methods = {
  activate,
  settle,
  startupPerformance,
  beginSignIn: (profile) => {
    void commands.executeCommand('cognito.signIn', profile);
  },
  handOver: (callback) => {
    const at = Date.now();
    void commands.executeCommand('vscode.open', Uri.parse(callback, true));
    return at;
  },
  closeEditors: async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
  },
  emptyWebview,
  bareRequests,
  inspectToken: async (token) => {
    await env.clipboard.writeText(token);
    await commands.executeCommand('cognito.inspectToken');
  },
  copyAccessToken: async (profile, times) => {
    const took: number[] = [];
    while (took.length < times) {
      took.push(await timed(() => commands.executeCommand('cognito.copyAccessToken', profile)));
    }
    return took;
  },
  askForToken,
  heapUsed,
};

/** What the extension host calls: does what the bench says until the bench hangs up. */
export async function run(): Promise<void> {
  const socket = connect(Number(process.env.BENCH_PORT), '127.0.0.1');
  const closed = once(socket, 'close');
  createInterface(socket).on('line', (line) => {
    const { id, method, args } = JSON.parse(line) as Call;
    void answer(id, method, args).then((given) => socket.write(`${JSON.stringify(given)}\n`));
  });
  await closed;
}

async function answer(id: number, method: keyof HostMethods, args: readonly unknown[]): Promise<Answer> {
  try {
    const call = methods[method] as (...args: readonly unknown[]) => unknown;
    return { id, result: await call(...args) };
  } catch (error) {
    return { id, error: String(error) };
  }
}

async function activate(ids: readonly string[]): Promise<Record<string, number>> {
  const took: Record<string, number> = {};
  for (const id of ids) {
    const extension = extensions.getExtension(id);
    if (extension === undefined) throw new Error(`The editor has no extension ${id}.`);
    if (extension.isActive) throw new Error(`${id} is active already.`);
    took[id] = await timed(() => extension.activate());
  }
  return took;
}

/** Start-up is over when a run of round trips from here to the window and back meets no other work on either side. */
async function settle(): Promise<void> {
  let quick = 0;
  while (quick < 50) {
    const took = await timed(() => commands.executeCommand('setContext', 'bench.round', quick));
    quick = took < 15 ? quick + 1 : 0;
  }
}

/** The report is empty at first, and is filled in once the editor has its numbers together. */
async function startupPerformance(): Promise<string> {
  const filled = new Promise<string>((resolve) => {
    const subscription = workspace.onDidChangeTextDocument(({ document }) => {
      const text = document.getText();
      if (document.uri.scheme !== 'perf' || !text.includes('Extension Activation Stats')) return;
      subscription.dispose();
      resolve(text);
    });
  });
  await commands.executeCommand('perfview.show');
  return filled;
}

async function emptyWebview(): Promise<number> {
  let panel: WebviewPanel | undefined;
  const took = await timed(async () => {
    const opened = window.createWebviewPanel('bench.empty', '', ViewColumn.Active, { enableScripts: true });
    panel = opened;
    const ready = new Promise((resolve) => opened.webview.onDidReceiveMessage(resolve));
    opened.webview.html = '<!doctype html><script>acquireVsCodeApi().postMessage("ready")</script>';
    await ready;
  });
  panel?.dispose();
  return took;
}

async function bareRequests({ token, form, userInfo }: BareRequests): Promise<number> {
  return timed(async () => {
    const answered = await fetch(token, { method: 'POST', body: new URLSearchParams(form) });
    const { access_token: accessToken } = (await answered.json()) as { access_token: string };
    const who = await fetch(userInfo, { headers: { authorization: `Bearer ${accessToken}` } });
    await who.json();
    if (!who.ok) throw new Error(`USERINFO answered ${who.status} to the bare requests.`);
  });
}

/** What finalizers let go of is collected by the next round: rounds go on until one frees nothing. */
async function heapUsed(): Promise<number> {
  let used = Infinity;
  for (;;) {
    collectGarbage();
    await setImmediate();
    const now = process.memoryUsage().heapUsed;
    if (now >= used) return used;
    used = now;
  }
}
