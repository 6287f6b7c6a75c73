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

/** Local time with its zone, or undefined when no date is that far. `seconds` since 1970. */
export function localTime(seconds: number): string | undefined {
  return Math.abs(seconds) <= furthest ? localFormat.format(seconds * 1000) : undefined;
}
