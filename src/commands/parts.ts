import type { LogOutputChannel } from 'vscode';
import type { ApiCalls } from '../apiCalls/callsPanel';
import type { CognitoClient } from '../client/cognitoClient';
import type { TokenClipboard } from '../inspector/copy/tokenClipboard';
import type { HandedOutList } from '../handover/handedOut';
import type { Handover } from '../handover/handover';
import type { Inspection } from '../inspector/inspection';
import type { Inspector } from '../inspector/panel';
import type { LocalPoolInEditor } from './localPoolInEditor';
import type { Checks } from '../appClientCheck/createChecks';
import type { ActiveProfile } from '../profiles/activeProfile';
import type { ProfileManager } from '../profiles/profileManager';
import type { Approve } from '../profiles/trust/trust';
import type { Refresher } from '../sessions/refresher';
import type { SessionStore } from '../sessions/store';
import type { Vault } from '../sessions/vault';
import type { TriggerPanel } from '../triggers/triggerPanel';
import type { WindowLock } from '../sessions/windowLock';
import type { PendingSignIns } from '../signIn/pending';
import type { MachineSignIn } from '../signIn/machineSignIn';
import type { SignInProgress } from '../signIn/signInProgress';

/** The parts of the extension that commands use. extension.ts builds them. */
export interface Parts {
  readonly client: () => Promise<CognitoClient>;
  readonly approve: Approve;
  readonly pending: PendingSignIns;
  readonly vault: Vault;
  readonly store: SessionStore;
  readonly lock: () => Promise<WindowLock>;
  readonly refresher: Refresher;
  readonly inspection: () => Promise<Inspection>;
  readonly inspector: Inspector;
  readonly clipboard: TokenClipboard;
  readonly apiCalls: () => Promise<ApiCalls>;
  readonly checks: () => Promise<Checks>;
  readonly signInProgress: SignInProgress;
  readonly machineSignIn: MachineSignIn;
  readonly handedOut: HandedOutList;
  readonly handover: () => Promise<Handover>;
  readonly localPool: LocalPoolInEditor;
  readonly triggerPanel: () => Promise<TriggerPanel>;
  readonly activeProfile: ActiveProfile;
  readonly profileManager: () => Promise<ProfileManager>;
  readonly log: LogOutputChannel;
}
