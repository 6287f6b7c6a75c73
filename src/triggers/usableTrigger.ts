import * as l10n from '@vscode/l10n';
import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { Uri, window, workspace, type Memento } from 'vscode';
import { CognitoError } from '../core/errors';
import { plain } from '../core/text';
import type { LocalTrigger } from '../localPool/configSchema';
import { approveOnce } from '../profiles/trust/trust';

/**
 * A trigger that may be run, with the absolute path of its file. The user is asked once for each file.
 * @param configFile the path of the configuration that names the trigger
 * @param approvals where approvals are stored
 * @throws CognitoError trigger_untrusted, trigger_unusable; sign_in_cancelled when the user declines
 */
export async function usableTrigger(
  trigger: LocalTrigger,
  configFile: string,
  approvals: Pick<Memento, 'get' | 'update'>,
): Promise<LocalTrigger> {
  const file = resolve(dirname(configFile), trigger.file);
  const name = basename(file);
  if (!workspace.isTrusted) throw new CognitoError('trigger_untrusted', { name });
  if (workspace.getWorkspaceFolder(Uri.file(file)) === undefined) {
    throw new CognitoError('trigger_unusable', { name, reason: 'elsewhere' });
  }
  if (!existsSync(file)) throw new CognitoError('trigger_unusable', { name, reason: 'missing' });
  await approveOnce(approvals, JSON.stringify(['trigger', file]), () => askToRun(file));
  return { ...trigger, file };
}

async function askToRun(file: string): Promise<boolean> {
  const accept = l10n.t('Run Trigger');
  const detail = [
    l10n.t(
      'The local user pool runs this file of the workspace on your computer each time that it issues tokens:',
    ),
    plain(file),
    l10n.t('You are asked once for each file.'),
  ].join('\n\n');
  const message = l10n.t`Run “${plain(basename(file))}” as a pre token generation trigger?`;
  return (await window.showWarningMessage(message, { modal: true, detail }, accept)) === accept;
}
