import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-progress-ring/index.js';
import { element, icon, untrusted } from '../../webview/view/dom';
import type { CheckReport } from '../protocol';
import { actionButton, type Act } from './buttons';
import { checkList } from './checks';
import { verdictOf } from './verdict';

/** The page of Check App Client: the app client, the verdict, the actions, and the checks. */
export function createPage(main: HTMLElement, act: Act): { show: (report: CheckReport) => void } {
  const announcer = element('p', { class: 'hidden-text', role: 'status' });
  const body = element('div', {});
  main.replaceChildren(announcer, body);
  return {
    show: (report) => {
      const focused = document.activeElement?.id ?? '';
      const top = window.scrollY;
      body.replaceChildren(...content(report, act));
      body.setAttribute('aria-busy', String(report.state === 'running'));
      if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true });
      window.scrollTo(0, top);
      const { text } = verdictOf(report);
      if (announcer.textContent !== text) announcer.textContent = text;
    },
  };
}

function content(report: CheckReport, act: Act): readonly HTMLElement[] {
  const { tone, glyph, text, advice } = verdictOf(report);
  return [
    header(report),
    element(
      'div',
      { class: `check-verdict ${tone}` },
      report.state === 'running'
        ? element('vscode-progress-ring', { 'aria-hidden': 'true' })
        : icon(glyph, 'check-verdict-icon'),
      element('h2', {}, text),
      advice === undefined ? undefined : element('p', {}, advice),
    ),
    element(
      'div',
      { class: 'check-actions', role: 'group', 'aria-label': 'Actions' },
      ...report.actions.map((action, index) => actionButton(action, 'client', act, index === 0)),
    ),
    checkList(report, act),
  ];
}

function header({ profile, production, pool, clientId, callbackUrl }: CheckReport): HTMLElement {
  return element(
    'header',
    {},
    element(
      'div',
      { class: 'check-heading' },
      element('h1', {}, 'Check App Client'),
      production ? element('vscode-badge', { class: 'production' }, 'Production') : undefined,
    ),
    element(
      'dl',
      { class: 'check-facts' },
      ...fact('Profile', profile),
      ...fact('User pool', pool, 'value'),
      ...fact('Client ID', clientId, 'value'),
      ...fact('Callback URL', callbackUrl, 'value'),
    ),
  );
}

function fact(term: string, value: string, className?: string): readonly HTMLElement[] {
  if (value === '') return [];
  return [element('dt', {}, term), element('dd', {}, untrusted(value, className))];
}
