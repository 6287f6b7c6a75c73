const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The furthest a Date reaches, in seconds: a claim may hold any number. */
const furthest = 8.64e12;

const localFormat = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

function count(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}

/** A length of time in words: "42 minutes", "1 hour 5 minutes", "3 days". */
function spell(milliseconds: number): string {
  if (milliseconds < minute) return 'less than a minute';
  if (milliseconds < hour) return count(Math.floor(milliseconds / minute), 'minute');
  if (milliseconds < day) {
    const minutes = Math.floor((milliseconds % hour) / minute);
    const hours = count(Math.floor(milliseconds / hour), 'hour');
    return minutes === 0 ? hours : `${hours} ${count(minutes, 'minute')}`;
  }
  const days = Math.floor(milliseconds / day);
  if (days < 60) return count(days, 'day');
  if (days < 730) return count(Math.floor(days / 30), 'month');
  return count(Math.floor(days / 365), 'year');
}

/** True from the second `exp` names on (RFC 7519, 4.1.4). `seconds` since 1970, `now` in milliseconds. */
export function isPast(seconds: number, now: number): boolean {
  return now >= seconds * 1000;
}

/** "in 42 minutes" or "3 minutes ago". `seconds` since 1970, `now` in milliseconds. */
export function relative(seconds: number, now: number): string {
  const ahead = seconds * 1000 - now;
  return ahead > 0 ? `in ${spell(ahead)}` : `${spell(-ahead)} ago`;
}

/** Milliseconds until `relative` may say something else, so that nothing wakes up earlier. */
export function untilChange(seconds: number, now: number): number {
  const ahead = seconds * 1000 - now;
  const unit = Math.abs(ahead) < day ? minute : hour;
  const rest = Math.abs(ahead) % unit;
  // Ahead, the floor drops just after a whole unit; behind, it rises at one.
  return ahead > 0 ? rest || 1 : unit - rest;
}

/** Local time with its zone, or undefined when no date is that far. `seconds` since 1970. */
export function localTime(seconds: number): string | undefined {
  return Math.abs(seconds) <= furthest ? localFormat.format(seconds * 1000) : undefined;
}

/** The same moment in UTC, for machines and tooltips. Takes only what `localTime` could show. */
export function utcTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
