import { findTokens } from '../../src/inspector/model/anyToken';
import { hostileTexts } from '../support/hostileTexts';
import { median } from './statistics';
import type { Group } from './table';

const length = 1_000_000;
const rounds = 9;

/** Finds tokens in hostile texts, beside splitting the same text into words. */
export function measureFindTokens(): Group {
  const results = Object.entries(hostileTexts(length)).map(([name, text]) => ({
    name,
    ours: medianTime(() => findTokens(text)),
    words: medianTime(() => text.split(/\W/)),
  }));
  const [slowest = { name: '', ours: NaN, words: NaN }] = results.toSorted((a, b) => b.ours - a.ours);
  return {
    title: 'Finding tokens',
    method: [
      `Medians of ${rounds} searches, in Node.js ${process.version}, of the slowest of ${results.length} texts of a million characters each:`,
      `${slowest.name}.`,
    ],
    rows: [
      {
        what: '1 MB of the slowest text',
        unit: 'ms',
        ours: slowest.ours,
        beside: { what: 'splitting it into words', value: slowest.words },
        bar: { text: '50 ms', most: 50 },
      },
    ],
  };
}

function medianTime(work: () => unknown): number {
  return median(
    Array.from({ length: rounds }, () => {
      const started = performance.now();
      work();
      return performance.now() - started;
    }),
  );
}
