import { furthestTime } from './jwt';

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
  return Math.abs(seconds) <= furthestTime ? localFormat.format(seconds * 1000) : undefined;
}
