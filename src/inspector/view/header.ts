import '@vscode-elements/elements/dist/vscode-badge/index.js';
import type { InspectorModel, ShownTokens } from '../protocol';
import { actionButton, buttonGroup, type Button, type Host } from './buttons';
import { element, icon, untrusted } from '../../webview/view/dom';
import './header.css';
import { isPast, relative } from './time';
import { isExpired } from './verdict';

/** An access token this close to its end is marked. */
const soon = 300_000;

function fact(term: string, value: string, className?: string): HTMLElement | undefined {
  if (value === '') return undefined;
  return element('div', {}, element('dt', {}, term), element('dd', {}, untrusted(value, className)));
}

/** Who, from which profile, at which pool. */
export function identity(model: InspectorModel): HTMLElement {
  const badge = model.production ? element('vscode-badge', { class: 'production' }, 'Production') : undefined;
  const machine = model.machine ? element('vscode-badge', {}, 'Machine client') : undefined;
  const user = model.tokens?.user ?? '';
  const isToken = model.phase === 'token';
  return element(
    'header',
    {},
    element(
      'div',
      { class: 'title' },
      element('h1', {}, untrusted(user === '' ? model.heading : user)),
      isToken && user !== '' ? element('vscode-badge', {}, untrusted(model.heading)) : undefined,
      badge,
      machine,
    ),
    element(
      'dl',
      { class: 'facts' },
      isToken || user === '' ? undefined : fact('Profile', model.heading),
      fact(isToken ? 'Issuer' : 'User pool', model.pool),
      fact('Client ID', model.clientId, 'value'),
    ),
  );
}

/** The token whose end is the end of what is shown. */
function leadingToken({ accessToken, idToken }: ShownTokens): ShownTokens['accessToken'] {
  return accessToken ?? idToken;
}

interface State {
  readonly tone: 'fine' | 'soon' | 'expired';
  readonly text: string;
  /** Said beside it. */
  readonly notes?: readonly string[];
}

/** The state of the session in one sentence and how it is to look; undefined without a token that could expire. */
export function sessionState(tokens: ShownTokens, now: number): State | undefined {
  const state = tokenState(tokens, now);
  if (tokens.ended !== true) return state;
  const notes = ['The pool no longer accepts its refresh token', ...(state ? [state.text] : [])];
  return { tone: 'expired', text: 'This session has ended: sign in again', notes };
}

function tokenState(tokens: ShownTokens, now: number): State | undefined {
  const token = leadingToken(tokens);
  if (token === undefined) return undefined;
  const { expiresAt, title } = token;
  if (expiresAt === undefined) return { tone: 'soon', text: `${title} does not say when it expires` };
  const when = relative(expiresAt, now);
  if (isPast(expiresAt, now)) return { tone: 'expired', text: `${title} expired ${when}` };
  return { tone: isPast(expiresAt - soon, now) ? 'soon' : 'fine', text: `${title} expires ${when}` };
}

/** The live line under the name. Changes are announced apart, or a screen reader would count the minutes aloud. */
export function stateLine({ tone, text, notes = [] }: State, tokens: ShownTokens, now: number): HTMLElement {
  const { issuedAt } = tokens;
  const received = issuedAt === undefined ? [] : [`Received ${relative(issuedAt, now)}`];
  const shown = [...notes, ...received].join(' · ');
  return element(
    'p',
    { class: `state ${tone}` },
    icon(tone === 'fine' ? 'clockface' : tone === 'soon' ? 'warning' : 'error'),
    element('span', { class: 'state-text' }, text),
    ' ',
    shown === '' ? undefined : element('span', { class: 'state-note' }, shown),
  );
}

const copyAs: Button = { action: 'copyAs', label: 'Copy As…', icon: 'terminal' };
const compare: Button = { action: 'compare', label: 'Compare With…', icon: 'diff' };

/** The buttons of a session. The first thing to do is the prominent one: renew what has expired or ended, else copy. */
export function sessionToolbar(tokens: ShownTokens, renewal: boolean, host: Host): HTMLElement {
  const renew: Button = tokens.canRefresh
    ? { action: 'refreshTokens', label: 'Refresh', icon: 'refresh' }
    : { action: 'signIn', label: 'Sign In Again', icon: 'sign-in' };
  return buttonGroup(
    'Actions',
    actionButton({ action: 'copyAccessToken', label: 'Copy Access Token', icon: 'key' }, host, !renewal),
    actionButton(copyAs, host),
    actionButton(renew, host, renewal),
    actionButton(compare, host),
    actionButton({ action: 'signOut', label: 'Sign Out', icon: 'sign-out' }, host),
  );
}

/** The buttons of any token. Its issuer is asked for its keys only when the reader says so. */
export function tokenToolbar(tokens: ShownTokens, host: Host): HTMLElement {
  const { canVerify } = tokens;
  const label = canVerify === 'again' ? 'Verify Again' : 'Verify';
  const verify = actionButton({ action: 'verify', label, icon: 'verified' }, host, true);
  return buttonGroup(
    'Actions',
    canVerify === false ? undefined : verify,
    actionButton(copyAs, host),
    actionButton(compare, host),
    actionButton(
      { action: 'inspectToken', label: 'Inspect Another Token…', icon: 'search' },
      host,
      canVerify === false,
    ),
  );
}

/** True when a session's access token is of no more use, or its last. */
export function needsRenewal(tokens: ShownTokens, now: number): boolean {
  if (tokens.ended === true) return true;
  return tokens.accessToken !== undefined && isExpired(tokens.accessToken, now);
}
