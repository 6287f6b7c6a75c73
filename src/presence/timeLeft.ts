const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A short text for a length of time: "42 min", "1 h 5 min", "2 d 3 h". @param left milliseconds */
export function timeLeft(left: number): string {
  if (left < minute) return '<1 min';
  if (left < hour) return `${Math.floor(left / minute)} min`;
  if (left < day) return pair(left, { unit: hour, name: 'h' }, { unit: minute, name: 'min' });
  return pair(left, { unit: day, name: 'd' }, { unit: hour, name: 'h' });
}

/** Milliseconds until `timeLeft` says something else, or the time is over. @param left milliseconds, above 0 */
export function untilChange(left: number): number {
  // Infinity: nothing to update.
  if (!Number.isFinite(left)) return hour;
  const unit = left < day ? minute : hour;
  // The floor drops just after a whole unit; at zero the time is over at once.
  return left < minute ? left : (left % unit) + 1;
}

interface Unit {
  readonly unit: number;
  readonly name: string;
}

function pair(left: number, large: Unit, small: Unit): string {
  const rest = Math.floor((left % large.unit) / small.unit);
  const whole = `${Math.floor(left / large.unit)} ${large.name}`;
  return rest === 0 ? whole : `${whole} ${rest} ${small.name}`;
}
