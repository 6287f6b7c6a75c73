import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { ClaimSource, InspectorAction } from '../protocol';
import { element, type Child } from '../../webview/view/dom';
import type { TokenKind } from '../model/anyToken';

/** What the page asks the host for. */
export interface Host {
  /** The time by the clock that what is shown goes by, in milliseconds since 1970. */
  now: () => number;
  run: (action: InspectorAction) => void;
  copyClaim: (source: ClaimSource, name: string, what: 'name' | 'value') => void;
  reveal: (token: TokenKind) => void;
  conceal: () => void;
}

export interface Button {
  readonly action: InspectorAction;
  readonly label: string;
  readonly icon: string;
}

/** A button that runs one of the host's actions. The prominent one is the first thing to do. */
export function actionButton({ action, label, icon }: Button, host: Host, primary = false): HTMLElement {
  const created = element(
    'vscode-button',
    { id: `run-${action}`, icon, secondary: !primary, tabindex: '0' },
    label,
  );
  created.addEventListener('click', () => {
    host.run(action);
  });
  return created;
}

/** Buttons that belong together. */
export function buttonGroup(label: string, ...buttons: readonly Child[]): HTMLElement {
  const created = element('div', { class: 'toolbar', role: 'group', 'aria-label': label }, ...buttons);
  created.addEventListener('keydown', keepKeys, { capture: true });
  return created;
}

function keepKeys(event: KeyboardEvent): void {
  // The button acts on key down: Space would scroll the page too, and a held key would act again and again.
  if (event.key === ' ') event.preventDefault();
  if (event.repeat) event.stopPropagation();
}

/** A quiet button of the page's own, for what needs no host. */
export function plainButton(label: Child, act: () => void, className = 'link'): HTMLButtonElement {
  const created = element('button', { type: 'button', class: className }, label);
  created.addEventListener('click', act);
  return created;
}
