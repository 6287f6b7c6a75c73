import * as l10n from '@vscode/l10n';
import { counted } from '../../webview/view/templates';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The last minutes before a moment are counted in seconds. */
const countdown = 2 * minute;

/** A number of each unit in words. */
const inWords = {
  second: (count: number) => counted(count, l10n.t('1 second'), (many) => l10n.t`${many} seconds`),
  minute: (count: number) => counted(count, l10n.t('1 minute'), (many) => l10n.t`${many} minutes`),
  hour: (count: number) => counted(count, l10n.t('1 hour'), (many) => l10n.t`${many} hours`),
  day: (count: number) => counted(count, l10n.t('1 day'), (many) => l10n.t`${many} days`),
  month: (count: number) => counted(count, l10n.t('1 month'), (many) => l10n.t`${many} months`),
  year: (count: number) => counted(count, l10n.t('1 year'), (many) => l10n.t`${many} years`),
} as const;

type Unit = readonly [milliseconds: number, name: keyof typeof inWords];

/** The whole units, and the rest in the next smaller unit unless it is zero. */
function spellTwo(milliseconds: number, large: Unit, small: Unit): string {
  const rest = Math.floor((milliseconds % large[0]) / small[0]);
  const whole = inWords[large[1]](Math.floor(milliseconds / large[0]));
  return rest === 0 ? whole : `${whole} ${inWords[small[1]](rest)}`;
}

/** A length of time in words: "42 minutes", "1 hour 5 minutes", "3 days". */
function spell(milliseconds: number): string {
  if (milliseconds < minute) return l10n.t('less than a minute');
  if (milliseconds < hour) return inWords.minute(Math.floor(milliseconds / minute));
  if (milliseconds < day) return spellTwo(milliseconds, [hour, 'hour'], [minute, 'minute']);
  const days = Math.floor(milliseconds / day);
  if (days < 60) return inWords.day(days);
  if (days < 730) return inWords.month(Math.floor(days / 30));
  return inWords.year(Math.floor(days / 365));
}

/** The time left in seconds: "1 minute 30 seconds", "9 seconds". */
function spellCountdown(milliseconds: number): string {
  if (milliseconds < minute) return inWords.second(Math.max(1, Math.floor(milliseconds / second)));
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
  if (ahead <= 0) return l10n.t`${spell(-ahead)} ago`;
  return l10n.t`in ${ahead < countdown ? spellCountdown(ahead) : spell(ahead)}`;
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
