import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { InspectorAction, InspectorModel } from '../protocol';
import { element, icon, untrusted } from './dom';
import './header.css';
import { isPast, relative } from './time';
import { isExpired } from './verdict';

export type Run = (action: InspectorAction) => void;
type Session = NonNullable<InspectorModel['session']>;

/** An access token this close to its end is marked, in seconds. */
const soon = 300;

function fact(term: string, value: string, className?: string): HTMLElement {
  return element('div', {}, element('dt', {}, term), element('dd', {}, untrusted(value, className)));
}

/** Who, from which profile, at which pool. */
export function identity(model: InspectorModel): HTMLElement {
  const badge = model.production ? element('vscode-badge', { class: 'production' }, 'Production') : undefined;
  const user = model.session?.user ?? '';
  const name = user === '' ? model.heading : user;
  return element(
    'header',
    {},
    element('div', { class: 'title' }, element('h1', {}, untrusted(name)), badge),
    element(
      'dl',
      { class: 'facts' },
      model.session === undefined ? undefined : fact('Profile', model.heading),
      model.pool === '' ? undefined : fact('User pool', model.pool),
      model.clientId === '' ? undefined : fact('Client ID', model.clientId, 'value'),
    ),
  );
}

/** The state of the session in one sentence and how it is to look. `now` in milliseconds. */
export function sessionState(
  session: Session,
  now: number,
): { tone: 'fine' | 'soon' | 'expired'; text: string } {
  const expiresAt = session.accessToken?.expiresAt;
  if (expiresAt === undefined) return { tone: 'soon', text: 'The access token does not say when it expires' };
  const when = relative(expiresAt, now);
  if (isPast(expiresAt, now)) return { tone: 'expired', text: `Access token expired ${when}` };
  return { tone: isPast(expiresAt - soon, now) ? 'soon' : 'fine', text: `Access token expires ${when}` };
}

/** The live line under the name. Changes are announced apart, or a screen reader would count the minutes aloud. */
export function stateLine(session: Session, now: number): HTMLElement {
  const { tone, text } = sessionState(session, now);
  const received = `Received ${relative(session.issuedAt ?? 0, now)}`;
  return element(
    'p',
    { class: `state ${tone}` },
    icon(tone === 'fine' ? 'clockface' : tone === 'soon' ? 'warning' : 'error'),
    element('span', { class: 'state-text' }, text),
    ' ',
    element('span', { class: 'state-note' }, received),
  );
}

interface Button {
  readonly action: InspectorAction;
  readonly label: string;
  readonly icon: string;
}

function button({ action, label, icon: name }: Button, primary: boolean, run: Run): HTMLElement {
  const created = element(
    'vscode-button',
    { id: `run-${action}`, icon: name, secondary: !primary, tabindex: '0' },
    label,
  );
  created.addEventListener('click', () => {
    run(action);
  });
  return created;
}

function keepKeys(event: KeyboardEvent): void {
  // The button acts on key down: Space would scroll the page too, and a held key would act again and again.
  if (event.key === ' ') event.preventDefault();
  if (event.repeat) event.stopPropagation();
}

/** The buttons of a session. The first thing to do is the prominent one: renew what has expired, else copy. */
export function toolbar(session: Session, expired: boolean, run: Run): HTMLElement {
  const renew: Button = session.canRefresh
    ? { action: 'refreshTokens', label: 'Refresh', icon: 'refresh' }
    : { action: 'signIn', label: 'Sign In Again', icon: 'sign-in' };
  const created = element(
    'div',
    { class: 'toolbar', role: 'group', 'aria-label': 'Actions' },
    button({ action: 'copyAccessToken', label: 'Copy Access Token', icon: 'key' }, !expired, run),
    session.idToken && button({ action: 'copyIdToken', label: 'Copy ID Token', icon: 'account' }, false, run),
    button(renew, expired, run),
    button({ action: 'signOut', label: 'Sign Out', icon: 'sign-out' }, false, run),
  );
  created.addEventListener('keydown', keepKeys, { capture: true });
  return created;
}

/** What is shown while the browser is away. */
export function awaitingBrowser(run: Run): HTMLElement {
  const created = element(
    'div',
    { class: 'empty' },
    icon('link-external', 'empty-icon'),
    element('h2', {}, 'Waiting for the browser'),
    element(
      'p',
      {},
      'Sign in on the page that has opened there. Your tokens appear here as soon as you are back.',
    ),
    element(
      'div',
      { class: 'toolbar', role: 'group', 'aria-label': 'Actions' },
      button({ action: 'copySignInLink', label: 'Copy Sign-in Link', icon: 'link' }, false, run),
      button({ action: 'pasteCallbackUrl', label: 'Paste Callback URL', icon: 'clippy' }, false, run),
    ),
    element(
      'p',
      { class: 'empty-note' },
      'Copy the link to use another browser. Paste the address the browser ended at when nothing comes back.',
    ),
  );
  created.addEventListener('keydown', keepKeys, { capture: true });
  return created;
}

/** What is shown when nobody is signed in. */
export function signedOut(run: Run): HTMLElement {
  const created = element(
    'div',
    { class: 'empty' },
    icon('key', 'empty-icon'),
    element('h2', {}, 'Not signed in'),
    element(
      'p',
      {},
      'Sign in through the user pool’s own page to see what its tokens say and whether they are sound, ' +
        'and to copy a valid access token.',
    ),
    button({ action: 'signIn', label: 'Sign In', icon: 'sign-in' }, true, run),
    element('p', { class: 'empty-note' }, 'Tokens stay in this editor’s secret storage.'),
  );
  created.addEventListener('keydown', keepKeys, { capture: true });
  return created;
}

/** True when the access token of a session is of no more use. */
export function needsRenewal(session: Session, now: number): boolean {
  return session.accessToken !== undefined && isExpired(session.accessToken, now);
}
