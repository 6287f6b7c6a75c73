import type { HostWindow } from './hostWindow';
import { median } from './statistics';
import type { Group, Row } from './table';

const ours = 'cognito-tools.cognito-token-inspector';
const github = 'vscode.github-authentication';
const microsoft = 'vscode.microsoft-authentication';
/** The bench's own extension. Its activate() only returns its secret storage, so its time is that of the editor. */
export const empty = 'bench.bench';
const measured = [ours, github, microsoft, empty];

/** Every extension has every place twice, because the first one also loads the modules that all of them use. */
const orders = measured.flatMap((_, first) => {
  const rotated = [...measured.slice(first), ...measured.slice(0, first)];
  return [rotated, rotated.toReversed()];
});

/** The editor's own record of an activation: load code + call activate() + wait for it. */
interface Recorded {
  readonly load: number;
  readonly call: number;
  readonly finish: number;
}

/** Activates the extensions in new windows. @param rounds how often all orders are measured */
export async function measureActivation(open: () => Promise<HostWindow>, rounds: number): Promise<Group> {
  const around = new Map<string, number[]>();
  const recorded = new Map<string, Recorded[]>();
  for (const order of Array.from({ length: rounds }, () => orders).flat()) {
    const window = await open();
    await window.call('settle');
    const took = await window.call('activate', order);
    const report = await window.call('startupPerformance');
    for (const id of order) {
      add(around, id, took[id] ?? NaN);
      add(recorded, id, record(report, id));
    }
    await window.close();
  }
  const windows = rounds * orders.length;
  const compare = (how: string, of: (id: string) => number): readonly Row[] =>
    [github, microsoft, empty].map((id) => ({
      what: `activation, ${how}`,
      unit: 'ms',
      ours: of(ours),
      beside: { what: id === empty ? 'an empty extension' : id, value: of(id) },
      bar: id === github ? { text: 'half', most: of(id) / 2 } : undefined,
    }));
  const part = (id: string, of: keyof Recorded): number =>
    median((recorded.get(id) ?? []).map((one) => one[of]));
  return {
    title: 'Activation',
    method: [
      `Medians of ${windows} new windows, each with an extension host of its own. When start-up is over, the four are`,
      `activated one after the other, ${orders.length} orders ${rounds} times each. “recorded”: what the editor itself says in`,
      'Developer: Startup Performance (load code + call activate() + finish, whole milliseconds). “called”: around',
      'extensions.getExtension(id).activate(), with the editor’s own round trips; an empty extension shows how long those take.',
      'GitHub’s would be active before that, because the workbench looks for an account: this window’s does not ask it.',
      'Ours would be too, after start-up (onStartupFinished): that event is taken out of the installed manifest, nothing else.',
      'The bundle with status bar and accounts is loaded in the next turn of the event loop, so it is not part of these times.',
      ...measured.map(
        (id) =>
          `${id}: load ${part(id, 'load')} + call ${part(id, 'call')} + finish ${part(id, 'finish')} ms recorded`,
      ),
    ],
    rows: [
      ...compare('recorded', (id) =>
        median((recorded.get(id) ?? []).map(({ load, call, finish }) => load + call + finish)),
      ),
      ...compare('called', (id) => median(around.get(id) ?? [])),
    ],
  };
}

function add<T>(to: Map<string, T[]>, id: string, value: T): void {
  to.set(id, [...(to.get(id) ?? []), value]);
}

/** A line of “Extension Activation Stats”: | id | eager | load | call | finish | … */
function record(report: string, id: string): Recorded {
  const cells = report
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .find((line) => line[1] === id);
  const [load, call, finish] = (cells?.slice(3, 6) ?? []).map(Number);
  if (load === undefined || call === undefined || finish === undefined) {
    throw new Error(`The editor has no record of the activation of ${id}.`);
  }
  return { load, call, finish };
}
