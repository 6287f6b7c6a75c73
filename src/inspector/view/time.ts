import { counted } from '../../webview/view/templates';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The last minutes before a moment are counted in seconds. */
const countdown = 2 * minute;

/** The whole units and, when it is not nothing, the rest in the next smaller unit. */
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

/** What is left, to the second: "1 minute 30 seconds", "9 seconds". */
function spellCountdown(milliseconds: number): string {
  if (milliseconds < minute) return counted(Math.max(1, Math.floor(milliseconds / second)), 'second');
  return spellTwo(milliseconds, [minute, 'minute'], [second, 'second']);
}

/** The time by the clock that a session's times go by, from this computer's; both in milliseconds. */
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

/** Milliseconds until `relative` may say something else, so that nothing wakes up earlier. */
export function untilChange(moment: number, now: number): number {
  const ahead = moment - now;
  const unit = ahead > 0 && ahead <= countdown ? second : Math.abs(ahead) < day ? minute : hour;
  const rest = Math.abs(ahead) % unit;
  // Ahead, the floor drops just after a whole unit; behind, it rises at one.
  return ahead > 0 ? rest || 1 : unit - rest;
}

/** The same moment in UTC, for machines and tooltips. Takes only what `localTime` could show. */
export function utcTime(moment: number): string {
  return new Date(moment).toISOString();
}
