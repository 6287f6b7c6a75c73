import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { icon, spoken } from '../../webview/view/templates';
import type { InspectorModel, ShownTokens, TokenSection } from '../protocol';
import { verdictIcons } from './checks';
import { comparisonTab } from './comparison';
import { guidanceTab } from './guidance';
import { noIdToken, tokenTab, userInfoTab } from './tokenTab';
import { verdictOf, type Verdict } from './verdict';
import type { View } from './view';
import './tabs.css';

/** A tab, and what it shows. */
export interface Tab {
  readonly id: string;
  readonly title: string;
  /** The verdict on the token that the tab shows. */
  readonly status?: Verdict['status'] | undefined;
  /** Whether the tab has the filter box. */
  readonly filtered: boolean;
  readonly content: () => TemplateResult;
}

/** The tokens of a session in the order of their tabs. */
export function tokensOf({ idToken, accessToken, otherToken }: ShownTokens): readonly TokenSection[] {
  return [idToken, accessToken, otherToken].filter((token) => token !== undefined);
}

/** The tabs of a panel, in their order. */
export function tabsFor({ machine, phase }: InspectorModel, tokens: ShownTokens, view: View): readonly Tab[] {
  const { idToken, accessToken, otherToken, userInfo, guidance, comparisons } = tokens;
  // A session can be shown while a sign-in waits: an older one, or the new one before its sign-in has ended.
  const signedIn = phase !== 'token';
  const ofToken = (token: TokenSection): Tab => ({
    id: token.kind,
    title: token.title,
    status: verdictOf(token, view.now)?.status,
    filtered: token.claims.total > 0,
    content: () => tokenTab(token, signedIn, view),
  });
  const tabs: Tab[] = [];
  if (idToken) tabs.push(ofToken(idToken));
  if (accessToken) tabs.push(ofToken(accessToken));
  // A user's session without an ID token has a tab that says why. A machine client never gets one, and a paste may lack any.
  if (guidance && !idToken && !machine && signedIn) {
    tabs.push({ id: 'id', title: l10n.t('ID token'), filtered: false, content: () => noIdToken(view) });
  }
  if (userInfo && !machine) {
    const filtered = userInfo.state === 'shown';
    tabs.push({ id: 'userInfo', title: 'USERINFO', filtered, content: () => userInfoTab(userInfo, view) });
  }
  if (guidance) {
    const content = (): TemplateResult => guidanceTab(guidance);
    tabs.push({ id: 'guidance', title: l10n.t('Which token?'), filtered: false, content });
  }
  if (comparisons.length > 0) {
    const content = (): TemplateResult => comparisonTab(comparisons, view);
    tabs.push({ id: 'compare', title: l10n.t('Compare'), filtered: true, content });
  }
  if (otherToken) tabs.push(ofToken(otherToken));
  return tabs;
}

const statusWords = {
  passed: l10n.t('valid'),
  failed: l10n.t('verification failed'),
  unknown: l10n.t('not verified in full'),
} as const;

/**
 * The pages of the inspector as tabs (WAI-ARIA Authoring Practices, tabs with automatic activation).
 * @param panelId the element that all tabs control
 */
export function tabList(tabs: readonly Tab[], open: Tab, panelId: string, { openTab }: View): TemplateResult {
  const press = (event: KeyboardEvent): void => {
    const at = tabs.indexOf(open);
    const destinations: Readonly<Record<string, Tab | undefined>> = {
      ArrowRight: tabs[(at + 1) % tabs.length],
      ArrowLeft: tabs.at(at - 1),
      Home: tabs[0],
      End: tabs.at(-1),
    };
    const next = destinations[event.key];
    if (next === undefined) return;
    event.preventDefault();
    openTab(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return html`<div class="tabs flow" role="tablist" aria-label=${l10n.t('What to inspect')} @keydown=${press}>
    ${repeat(
      tabs,
      ({ id }) => id,
      ({ id, title, status }) =>
        html`<button
          type="button"
          role="tab"
          id="tab-${id}"
          class="tab ${status ?? ''}"
          aria-selected=${id === open.id}
          aria-controls=${panelId}
          tabindex=${id === open.id ? 0 : -1}
          @click=${() => {
            openTab(id);
          }}
        >
          ${status && icon(verdictIcons[status])}${title}${status && spoken(`, ${statusWords[status]}`)}
        </button>`,
    )}
  </div>`;
}
