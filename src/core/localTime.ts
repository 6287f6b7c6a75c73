import { timeLanguage } from './textLanguage';

const localFormat = new Intl.DateTimeFormat(timeLanguage(), {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

/** Local time with its zone. @param at milliseconds since 1970, at most `furthestTime` from there */
export function localTime(at: number): string {
  return localFormat.format(at);
}

const timeFormat = new Intl.DateTimeFormat(timeLanguage(), {
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
});

/** The local time of day. @param at milliseconds since 1970, at most `furthestTime` from there */
export function localTimeOfDay(at: number): string {
  return timeFormat.format(at);
}
