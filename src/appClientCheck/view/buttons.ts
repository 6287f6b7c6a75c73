import '@vscode-elements/elements/dist/vscode-button/index.js';
import { element } from '../../webview/view/dom';
import type { CheckAction } from '../protocol';

export type Act = (action: string) => void;

/** A button of the report. @param scope makes the id unique, because several checks can offer the same action */
export function actionButton(action: CheckAction, scope: string, act: Act, primary = false): HTMLElement {
  const id = `${scope}-${action.id}`;
  const button = element('vscode-button', { id, icon: action.icon, secondary: !primary }, action.title);
  button.addEventListener('click', () => {
    act(action.id);
  });
  return button;
}
