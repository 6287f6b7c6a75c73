import * as l10n from '@vscode/l10n';
import { workspace, type ExtensionContext, type LogOutputChannel } from 'vscode';
import { CognitoError } from '../core/errors';
import { defined } from '../core/members';
import { parseLocalPoolConfig } from '../localPool/config';
import type { LocalPoolConfig } from '../localPool/configSchema';
import { readJsonFile } from '../localPool/jsonFile';
import { startLocalPool, type LocalPool } from '../localPool/localPool';
import { createPoolTrigger } from '../localPool/triggers/poolTrigger';
import { localPoolHost, localPoolPort } from '../profiles/settings';
import { programOf } from '../triggers/programOf';
import { usableTrigger } from '../triggers/usableTrigger';

export interface LaunchContext {
  readonly extension: Pick<ExtensionContext, 'extensionUri' | 'globalState' | 'globalStorageUri'>;
  readonly log: LogOutputChannel;
}

/** The configuration of the settings. @throws CognitoError local_pool_config */
export async function readLocalPoolConfig(): Promise<{
  readonly config: LocalPoolConfig;
  /** Its path; empty for the shipped configuration. */
  readonly file: string;
}> {
  const file = workspace.getConfiguration('cognito.localUserPool').get<string>('configFile', '');
  return { config: parseLocalPoolConfig(file === '' ? {} : await readJson(file)), file };
}

/**
 * Starts the local user pool of the settings, with its trigger.
 * @throws CognitoError port_taken, local_pool_config, local_pool_certificate, and as `usableTrigger`
 */
export async function launchLocalPool({ extension, log }: LaunchContext): Promise<LocalPool> {
  const { config, file } = await readLocalPoolConfig();
  const trigger = config.triggers.preTokenGeneration;
  const usable = trigger && (await usableTrigger(trigger, file, extension.globalState));
  const { localPoolHttps, localPoolCertificate } = await import('../profiles/localPoolHttps');
  const https = localPoolHttps(extension.globalStorageUri.fsPath);
  return startLocalPool({
    host: localPoolHost(),
    port: localPoolPort(),
    config,
    ...defined({
      tls: https && (await localPoolCertificate(https)),
      preTokenGeneration: usable && createPoolTrigger(usable, programOf(extension.extensionUri), log),
    }),
  });
}

async function readJson(file: string): Promise<unknown> {
  try {
    return await readJsonFile(file);
  } catch (cause) {
    throw new CognitoError('local_pool_config', { reason: l10n.t`${file} is missing or not JSON` }, cause);
  }
}
