const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time in words, rounded to one unit: `1 second`, `7 minutes`, `3 days`. @param length milliseconds */
export function duration(length: number): string {
  if (length < 2 * minute) return counted(length / 1000, 'second', 'seconds');
  if (length < 2 * hour) return counted(length / minute, 'minute', 'minutes');
  if (length < 2 * day) return counted(length / hour, 'hour', 'hours');
  return counted(length / day, 'day', 'days');
}

function counted(count: number, one: string, many: string): string {
  const rounded = Math.round(count);
  return `${rounded} ${rounded === 1 ? one : many}`;
}
