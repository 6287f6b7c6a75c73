import * as l10n from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-badge/index.js';
import { html, type TemplateResult } from 'lit';
import { icon, untrusted } from '../../webview/view/templates';
import type { InspectorModel, ShownTokens } from '../protocol';
import { actionButtons, buttonGroup, type Button } from './buttons';
import './header.css';
import { isPast, relative } from './time';
import { isExpired } from './verdict';
import type { View } from './view';

/** An access token that expires within this time is marked, in milliseconds. */
const soon = 300_000;

function fact(term: string, value: string, className?: string): TemplateResult | undefined {
  if (value === '') return undefined;
  return html`<div>
    <dt>${term}</dt>
    <dd>${untrusted(value, className)}</dd>
  </div>`;
}

/** The user, the profile and the user pool. */
export function identity(model: InspectorModel): TemplateResult {
  const { heading, pool, clientId } = model;
  const user = model.tokens?.user ?? '';
  const isToken = model.phase === 'token';
  return html`<header>
    <div class="flow">
      <h1>${untrusted(user === '' ? heading : user)}</h1>
      ${isToken && user !== '' ? html`<vscode-badge>${untrusted(heading)}</vscode-badge>` : undefined}
      ${model.production ? html`<vscode-badge class="production">${l10n.t('Production')}</vscode-badge>` : undefined}
      ${model.machine ? html`<vscode-badge>${l10n.t('Machine client')}</vscode-badge>` : undefined}
    </div>
    <dl class="facts flow">
      ${isToken || user === '' ? undefined : fact(l10n.t('Profile'), heading)}
      ${fact(isToken ? l10n.t('Issuer') : l10n.t('User pool'), pool)}
      ${fact(l10n.t('Client ID'), clientId, 'value')}
    </dl>
  </header>`;
}

interface State {
  readonly tone: 'fine' | 'soon' | 'expired';
  readonly text: string;
  /** The text beside it. */
  readonly notes?: readonly string[];
}

/** The state of the session as a sentence, and its look; undefined without a token that can expire. */
export function sessionState(tokens: ShownTokens, now: number): State | undefined {
  const state = tokenState(tokens, now);
  if (tokens.ended !== true) return state;
  const notes = [l10n.t('The pool no longer accepts its refresh token'), ...(state ? [state.text] : [])];
  return { tone: 'expired', text: l10n.t('This session has ended: sign in again'), notes };
}

function tokenState({ accessToken, idToken }: ShownTokens, now: number): State | undefined {
  // The token whose expiry the sentence is about.
  const token = accessToken ?? idToken;
  if (token === undefined) return undefined;
  const { expiresAt, title } = token;
  if (expiresAt === undefined) return { tone: 'soon', text: l10n.t`${title} does not say when it expires` };
  const when = relative(expiresAt, now);
  if (isPast(expiresAt, now)) return { tone: 'expired', text: l10n.t`${title} expired ${when}` };
  return { tone: isPast(expiresAt - soon, now) ? 'soon' : 'fine', text: l10n.t`${title} expires ${when}` };
}

const stateIcons = { fine: 'clockface', soon: 'warning', expired: 'error' } as const;

/** The line about the time left. A screen reader is told of changes elsewhere, because it would read each minute here. */
export function stateLine(tokens: ShownTokens, now: number): TemplateResult | undefined {
  const state = sessionState(tokens, now);
  if (state === undefined) return undefined;
  const { tone, text, notes = [] } = state;
  const { issuedAt } = tokens;
  const received = issuedAt === undefined ? [] : [l10n.t`Received ${relative(issuedAt, now)}`];
  return html`<p class="state flow ${tone}">
    ${icon(stateIcons[tone])}
    <span class="state-text strong">${text}</span>
    <span class="state-note subtle">${[...notes, ...received].join(' · ')}</span>
  </p>`;
}

const copyAs: Button = { action: 'copyAs', label: l10n.t('Copy As…'), icon: 'terminal' };
const compare: Button = { action: 'compare', label: l10n.t('Compare With…'), icon: 'diff' };

/** The buttons of a session. The prominent one renews an expired or ended session, or else copies the access token. */
export function sessionToolbar(tokens: ShownTokens, view: View): TemplateResult {
  const renew: Button = tokens.canRefresh
    ? { action: 'refreshTokens', label: l10n.t('Refresh'), icon: 'refresh' }
    : { action: 'signIn', label: l10n.t('Sign In Again'), icon: 'sign-in' };
  const buttons: readonly Button[] = [
    { action: 'copyAccessToken', label: l10n.t('Copy Access Token'), icon: 'key' },
    copyAs,
    renew,
    compare,
    { action: 'signOut', label: l10n.t('Sign Out'), icon: 'sign-out' },
  ];
  const { ended, accessToken } = tokens;
  const isOver = ended === true || (accessToken !== undefined && isExpired(accessToken, view.now));
  const primary = isOver ? renew.action : 'copyAccessToken';
  return buttonGroup(l10n.t('Actions'), actionButtons(buttons, view, primary));
}

/** The buttons for pasted tokens. The keys of their issuer are read only when the user asks for it. */
export function tokenToolbar({ canVerify }: ShownTokens, view: View): TemplateResult {
  const others: readonly Button[] = [
    copyAs,
    compare,
    { action: 'inspectToken', label: l10n.t('Inspect Another Token…'), icon: 'search' },
  ];
  const name = l10n.t('Actions');
  if (canVerify === false) return buttonGroup(name, actionButtons(others, view, 'inspectToken'));
  const label = canVerify === 'again' ? l10n.t('Verify Again') : l10n.t('Verify');
  const verify: Button = { action: 'verify', label, icon: 'verified' };
  return buttonGroup(name, actionButtons([verify, ...others], view, 'verify'));
}
