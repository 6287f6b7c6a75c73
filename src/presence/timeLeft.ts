const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const units = { min: minute, h: hour, d: day } as const;
type Unit = keyof typeof units;

/** A short text for a length of time: "42 min", "1 h 5 min", "2 d 3 h". @param left milliseconds */
export function timeLeft(left: number): string {
  if (left < minute) return '<1 min';
  if (left < hour) return `${Math.floor(left / minute)} min`;
  if (left < day) return inUnits(left, 'h', 'min');
  return inUnits(left, 'd', 'h');
}

/** Milliseconds until `timeLeft` says something else, or the time is over. @param left milliseconds, above 0 */
export function untilChange(left: number): number {
  // Infinity: nothing to update.
  if (!Number.isFinite(left)) return hour;
  const unit = left < day ? minute : hour;
  // The floor drops just after a whole unit; at zero the time is over at once.
  return left < minute ? left : (left % unit) + 1;
}

function inUnits(left: number, large: Unit, small: Unit): string {
  const whole = `${Math.floor(left / units[large])} ${large}`;
  const rest = Math.floor((left % units[large]) / units[small]);
  return rest === 0 ? whole : `${whole} ${rest} ${small}`;
}
