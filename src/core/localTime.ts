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

/** Local time with its zone. @param at milliseconds since 1970 @returns undefined when no date is that far */
export function localTime(at: number): string | undefined {
  return Math.abs(at) <= furthestTime ? localFormat.format(at) : undefined;
}
