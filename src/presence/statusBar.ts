import * as l10n from '@vscode/l10n';
import { StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { ProfileStatus } from './profileStatus';
import { statusBarContent } from './statusBarContent';
import { createChangeTimer } from './timer';
import { profileTooltip } from './tooltip';

/** The status bar item of the active profile. It is hidden when there is no profile. */
export interface StatusBar {
  readonly show: (statuses: readonly ProfileStatus[]) => void;
  readonly dispose: () => void;
}

/** @param now milliseconds since 1970 */
export function createStatusBar(now: () => number = Date.now): StatusBar {
  const item = window.createStatusBarItem('cognito.activeProfile', StatusBarAlignment.Left);
  item.name = l10n.t('Cognito: Active Profile');
  let shown: readonly ProfileStatus[] = [];
  const timer = createChangeTimer(() => {
    draw();
  });

  const draw = (): void => {
    const moment = now();
    const content = statusBarContent(shown, moment);
    timer.set(content?.status ? [content.status] : [], moment);
    if (content === undefined) {
      item.hide();
      return;
    }
    const { command, status } = content;
    item.text = content.text;
    item.accessibilityInformation = { label: content.spoken, role: 'button' };
    item.tooltip =
      status === undefined
        ? l10n.t('Select the profile that commands work on')
        : profileTooltip(status, moment);
    item.backgroundColor = content.warning ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    item.command = {
      title: content.spoken,
      command: command.id,
      arguments: command.profile === undefined ? undefined : [command.profile],
    };
    item.show();
  };

  return {
    show: (statuses) => {
      shown = statuses;
      draw();
    },
    dispose: () => {
      timer.dispose();
      item.dispose();
    },
  };
}
