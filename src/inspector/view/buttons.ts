import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { InspectorAction } from '../protocol';
import type { View } from './view';

export interface Button {
  readonly action: InspectorAction;
  readonly label: string;
  readonly icon: string;
}

/** Buttons that run the host's actions. @param primary the action of the prominent button */
export function actionButtons(
  buttons: readonly Button[],
  { post }: View,
  primary?: InspectorAction,
): unknown {
  return repeat(
    buttons,
    ({ action }) => action,
    ({ action, label, icon }) =>
      html`<vscode-button
        id="run-${action}"
        icon=${icon}
        tabindex="0"
        ?secondary=${action !== primary}
        @click=${() => {
          post({ type: 'run', action });
        }}
        >${label}</vscode-button
      >`,
  );
}

/** Buttons that belong together. */
export function buttonGroup(label: string, buttons: unknown): TemplateResult {
  return html`<div class="toolbar flow" role="group" aria-label=${label}>${buttons}</div>`;
}
