import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { commands, env, extensions, Uri, ViewColumn, window, workspace, type WebviewPanel } from 'vscode';
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

/** The entry point for the extension host: answers the calls of the bench until the bench closes the connection. */
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

/** Waits until start-up is over: 50 round trips to the window in a row are quick, so neither side has other work. */
async function settle(): Promise<void> {
  let quick = 0;
  while (quick < 50) {
    const took = await timed(() => commands.executeCommand('setContext', 'bench.round', quick));
    quick = took < 15 ? quick + 1 : 0;
  }
}

/** Opens the report and waits until the editor has filled it in. */
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

/** Collects garbage until a round frees nothing, because finalizers release objects for the next round. */
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
