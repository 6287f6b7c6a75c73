import { counted } from '../../webview/view/templates';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The last minutes before a moment are counted in seconds. */
const countdown = 2 * minute;

/** The whole units, and the rest in the next smaller unit unless it is zero. */
function spellTwo(milliseconds: number, large: [number, string], small: [number, string]): string {
  const rest = Math.floor((milliseconds % large[0]) / small[0]);
  const whole = counted(Math.floor(milliseconds / large[0]), large[1]);
  return rest === 0 ? whole : `${whole} ${counted(rest, small[1])}`;
}

/** A length of time in words: "42 minutes", "1 hour 5 minutes", "3 days". */
function spell(milliseconds: number): string {
  if (milliseconds < minute) return 'less than a minute';
  if (milliseconds < hour) return counted(Math.floor(milliseconds / minute), 'minute');
  if (milliseconds < day) return spellTwo(milliseconds, [hour, 'hour'], [minute, 'minute']);
  const days = Math.floor(milliseconds / day);
  if (days < 60) return counted(days, 'day');
  if (days < 730) return counted(Math.floor(days / 30), 'month');
  return counted(Math.floor(days / 365), 'year');
}

/** The time left in seconds: "1 minute 30 seconds", "9 seconds". */
function spellCountdown(milliseconds: number): string {
  if (milliseconds < minute) return counted(Math.max(1, Math.floor(milliseconds / second)), 'second');
  return spellTwo(milliseconds, [minute, 'minute'], [second, 'second']);
}

/** The present time by the pool's clock. @param now the time of this computer; both are milliseconds since 1970 */
export function poolTime(tokens: { readonly clockSkew?: number } | undefined, now: number): number {
  return now + (tokens?.clockSkew ?? 0);
}

/** Whether a moment has come. Source: RFC 7519 4.1.4, a token has expired at the second that `exp` names. */
export function isPast(moment: number, now: number): boolean {
  return now >= moment;
}

/** "in 42 minutes", "in 9 seconds" or "3 minutes ago". */
export function relative(moment: number, now: number): string {
  const ahead = moment - now;
  if (ahead <= 0) return `${spell(-ahead)} ago`;
  return `in ${ahead < countdown ? spellCountdown(ahead) : spell(ahead)}`;
}

/** Milliseconds until the text of `relative` can change. */
export function untilChange(moment: number, now: number): number {
  const ahead = moment - now;
  const unit = ahead > 0 && ahead <= countdown ? second : Math.abs(ahead) < day ? minute : hour;
  const rest = Math.abs(ahead) % unit;
  // Units are rounded down: before the moment, the text changes just after a whole unit, and after the moment at one.
  return ahead > 0 ? rest || 1 : unit - rest;
}

/** A moment in UTC, for programs and tooltips. @param moment one that a date can have */
export function utcTime(moment: number): string {
  return new Date(moment).toISOString();
}
