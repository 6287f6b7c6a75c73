import type { LocalPool } from '../../src/localPool/localPool';
import type { HostWindow } from './hostWindow';
import { signIn } from './signIns';
import type { Group } from './table';

const marks = [1, 20, 200] as const;

/** Signs in 200 times in one window and measures the heap of its extension host at some of them. */
export async function measureHeap(window: HostWindow, pool: LocalPool): Promise<Group> {
  const heap = new Map<number, number>();
  for (let count = 1; count <= 200; count++) {
    await signIn(window, pool);
    if (marks.some((mark) => mark === count)) heap.set(count, (await window.call('heapUsed')) / 1e6);
  }
  const after = (count: (typeof marks)[number]): number => heap.get(count) ?? NaN;
  return {
    title: 'Heap of the extension host',
    method: [
      'heapUsed after garbage collection until a round frees nothing, the editor’s own objects included; a window of its',
      'own with the inspector open. User pool, browser and clock of this bench are other processes.',
    ],
    rows: [
      {
        what: 'after 20 sign-ins',
        unit: 'MB',
        ours: after(20),
        beside: { what: 'after 1', value: after(1) },
      },
      {
        what: 'after 200 sign-ins',
        unit: 'MB',
        ours: after(200),
        beside: { what: 'after 20', value: after(20) },
        bar: { text: 'after 20 + 10 %', most: after(20) * 1.1 },
      },
    ],
  };
}
