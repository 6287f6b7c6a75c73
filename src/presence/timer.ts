import { phaseOf, type ProfileStatus } from './profileStatus';
import { untilChange } from './timeLeft';

/** Calls back once when the texts about some profiles are out of date. It has one timer, and none when no text will change. */
export interface ChangeTimer {
  /** Sets the timer, and replaces an earlier one. @param now milliseconds since 1970 */
  readonly set: (statuses: readonly ProfileStatus[], now: number) => void;
  readonly dispose: () => void;
}

export function createChangeTimer(changed: () => void): ChangeTimer {
  let timer: NodeJS.Timeout | undefined;
  const dispose = (): void => {
    clearTimeout(timer);
  };
  return {
    dispose,
    set: (statuses, now) => {
      dispose();
      const waits = statuses
        .filter((status) => phaseOf(status, now) === 'valid')
        .map(({ session }) => untilChange((session?.expiresAt ?? 0) - now));
      if (waits.length > 0) timer = setTimeout(changed, Math.min(...waits));
    },
  };
}
