import { basename } from 'node:path';
import { plain } from '../../core/text';
import type { LocalTrigger } from '../configSchema';
import type { PreTokenGeneration } from './preTokenGeneration';
import { runTrigger } from './runTrigger';

/** Where failures of a trigger and changes that were not made are written. */
export interface TriggerLog {
  readonly error: (text: string) => void;
  readonly warn: (text: string) => void;
}

/**
 * The trigger that a local user pool uses. The log has the stack of a failure, and the changes that were not made; what the trigger
 * prints is left out, because it can hold the user's data.
 * @param trigger with an absolute path
 * @param program the path of the program that runs it
 */
export function createPoolTrigger(
  trigger: LocalTrigger,
  program: string,
  log: TriggerLog,
): PreTokenGeneration {
  const name = plain(basename(trigger.file));
  return {
    version: trigger.version,
    run: async (event) => {
      const { result } = await runTrigger(trigger, event, { program });
      if ('answer' in result) return result.answer;
      log.error(`[trigger] ${name}: ${result.failure.log.split('\n').map(plain).join('\n')}`);
      throw result.failure;
    },
    onIgnored: (changes) => {
      for (const { token, name: claim, reason } of changes) {
        log.warn(`[trigger] ${name}: ${plain(claim)} of the ${token} token was not changed. ${reason}`);
      }
    },
  };
}
