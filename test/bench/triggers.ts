import { sampleTokens } from '../../src/localPool/triggers/sampleTokens';
import { defaultLocalPoolConfig } from '../../src/localPool/defaults';
import { tryTrigger } from '../../src/triggers/attempt';
import { shownResult } from '../../src/triggers/shownAttempt';
import { runToEnd } from '../support/tokenProgram';
import { triggerProgram, writeTrigger } from '../support/triggers';
import { median, timed } from './statistics';
import type { Group } from './table';

const runs = 15;

/** How long it takes from a saved trigger to the comparison of its tokens. */
export async function measureTriggers(): Promise<Group> {
  const program = await triggerProgram();
  const sample = sampleTokens(defaultLocalPoolConfig(), Date.now());
  const trigger = { handler: 'handler', version: 'V2_0' } as const;
  const ours: number[] = [];
  const node: number[] = [];
  for (let run = 0; run < runs; run++) {
    const code = `export const handler = async (event: any) => {
      event.response = { claimsAndScopeOverrideDetails: {
        accessTokenGeneration: { claimsToAddOrOverride: { plan: 'gold ${run}' } },
      } };
      return event;
    };`;
    ours.push(
      await timed(async () => {
        const file = writeTrigger({ 'index.ts': code });
        shownResult(await tryTrigger({ ...trigger, file }, sample, { program }));
      }),
    );
    node.push(await timed(() => runToEnd(process.execPath, ['-e', '0'], process.env)));
  }
  return {
    title: 'Pre token generation trigger',
    method: [
      `Median of ${runs} edits of a TypeScript trigger: from writing the file to the comparison of both tokens, in turns with node -e 0.`,
    ],
    rows: [
      {
        what: 'edit to comparison',
        unit: 'ms',
        ours: median(ours),
        beside: { what: 'node -e 0', value: median(node) },
        bar: { text: '500 ms', most: 500 },
      },
    ],
  };
}
