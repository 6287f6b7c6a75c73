import type { TokenSection, UserInfoSection } from '../protocol';
import { actionButton, buttonGroup, type Host } from './buttons';
import { verdictCard } from './checks';
import { ClaimsView } from './claims';
import { element, icon, untrusted } from '../../webview/view/dom';
import { plainTable } from './plainTable';
import { RawToken } from './raw';
import { Slot } from './slot';
import { tabContent, type TabContent } from './tabContent';
import './tokenTab.css';
import { verdictFor } from './verdict';

/**
 * One token: what it says, whether it is sound, its header, and the token itself, masked.
 * @param signedIn whether it is a session's: then there are commands that copy it
 * @param now in milliseconds
 */
export function tokenTab(section: TokenSection, signedIn: boolean, host: Host, now: number): TabContent {
  const { kind, title, claims, header, note } = section;
  const verdict = new Slot('verdict-slot');
  const raw = new RawToken(section, signedIn, host);
  const id = `claims-${kind}`;
  const view =
    claims.total === 0
      ? undefined
      : new ClaimsView({ id, title: `${title} claims`, source: kind, unit: 'claim', claims, host });
  const headerId = `header-${kind}`;
  const aside = element(
    'div',
    { class: 'aside' },
    header.total === 0
      ? undefined
      : element(
          'section',
          { 'aria-labelledby': headerId },
          element('div', { class: 'section-head' }, element('h2', { id: headerId }, 'Header')),
          plainTable(headerId, header),
        ),
    raw.root,
  );
  const said =
    note === undefined ? undefined : element('p', { class: 'notice' }, icon('info'), untrusted(note));
  const content = tabContent(
    element(
      'div',
      { class: view ? 'token-tab' : 'token-tab sealed' },
      verdict.root,
      element('div', { class: 'reading' }, said, view?.root),
      aside,
    ),
    {
      filtered: view !== undefined,
      filter: (terms) => view?.filter(terms),
      tick: (at) => {
        const judged = verdictFor(section, at);
        verdict.show(judged, () => verdictCard(section, judged ?? { status: 'unknown', text: '' }, at));
        content.root.classList.toggle('sound', judged?.status === 'passed');
      },
      copied: (name, what) => view?.copied(name, what),
      focusRow: (name) => view?.focusRow(name) ?? false,
      reveal: (token, text) => {
        if (token === kind) raw.reveal(text);
      },
      mask: () => raw.mask(),
    },
  );
  content.tick(now);
  return content;
}

/** The place of an ID token that was not issued. */
export function noIdToken(): TabContent {
  const reason =
    'Cognito issued no ID token. It issues one when the scope openid is granted: ask for it, or leave the scopes out.';
  return tabContent(element('p', { class: 'notice' }, icon('info'), reason));
}

/** What USERINFO answered, or why there is no answer. */
export function userInfoTab(userInfo: UserInfoSection, host: Host): TabContent {
  const ask = (label: string): HTMLElement =>
    buttonGroup('USERINFO', actionButton({ action: 'refreshUserInfo', label, icon: 'refresh' }, host));
  switch (userInfo.state) {
    case 'shown': {
      const view = new ClaimsView({
        ...{ id: 'user-info', title: 'USERINFO', unit: 'attribute', source: 'userInfo' },
        ...{ claims: userInfo.claims, host },
      });
      return tabContent(element('div', { class: 'user-info' }, view.root, ask('Ask Again')), {
        filtered: true,
        filter: (terms) => {
          view.filter(terms);
        },
        copied: (name, what) => {
          view.copied(name, what);
        },
        focusRow: (name) => view.focusRow(name),
      });
    }
    case 'asking':
      return tabContent(
        element(
          'p',
          { class: 'notice', role: 'status' },
          element('vscode-progress-ring', { 'aria-hidden': 'true' }),
          'Asking USERINFO…',
        ),
      );
    case 'missing':
      return tabContent(
        element(
          'div',
          { class: 'user-info' },
          element('p', { class: 'notice' }, icon('info'), untrusted(userInfo.reason)),
          userInfo.canAsk ? ask('Ask USERINFO') : undefined,
        ),
      );
  }
}
