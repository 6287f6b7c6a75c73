import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Count {
  passed: number;
  failed: number;
}

/** `tsx scripts/summary.ts unit editor ui`: the counts that the suites have left, and their sum in the last line. */
function main(suites: string[]): number {
  const total: Count = { passed: 0, failed: 0 };
  let complete = suites.length > 0;
  for (const suite of suites) {
    const count = read(suite);
    if (count === undefined) {
      console.log(`${suite}: no results`);
      complete = false;
      continue;
    }
    console.log(`${suite}: ${count.passed} passed, ${count.failed} failed`);
    total.passed += count.passed;
    total.failed += count.failed;
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return complete && total.failed === 0 ? 0 : 1;
}

/** A suite that ran nothing has no results either. */
function read(suite: string): Count | undefined {
  try {
    const count = JSON.parse(
      readFileSync(join(__dirname, '../out/results', `${suite}.json`), 'utf8'),
    ) as Count;
    return count.passed + count.failed > 0 ? count : undefined;
  } catch {
    return undefined;
  }
}

process.exitCode = main(process.argv.slice(2));
