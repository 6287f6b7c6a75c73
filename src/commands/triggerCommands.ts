import type { ExtensionContext } from 'vscode';
import { CognitoError } from '../core/errors';
import { createTriggerPanel, type TriggerPanel } from '../triggers/triggerPanel';
import { usableTrigger } from '../triggers/usableTrigger';
import { chooseProfile } from './chooseProfile';
import type { Parts } from './parts';
import { signedInSession } from './session';

/** The panel of Try Trigger, for the trigger of the settings. */
export function createTriggerPanelOf(
  parts: Pick<Parts, 'activeProfile' | 'profileManager' | 'store' | 'machineSignIn'>,
  { extensionUri, globalState }: Pick<ExtensionContext, 'extensionUri' | 'globalState'>,
  report: (error: unknown) => void,
): TriggerPanel {
  return createTriggerPanel({
    extensionUri,
    trigger: async () => {
      const { readLocalPoolConfig } = await import('./launchLocalPool');
      const { config, file } = await readLocalPoolConfig();
      const trigger = config.triggers.preTokenGeneration;
      if (trigger === undefined) throw new CognitoError('trigger_missing');
      return { config, trigger: await usableTrigger(trigger, file, globalState) };
    },
    session: async () => {
      const profile = await chooseProfile(undefined, parts);
      return profile && { profile: profile.name, session: await signedInSession(parts, profile) };
    },
    report,
  });
}
