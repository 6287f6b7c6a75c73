import type { LogOutputChannel } from 'vscode';
import type { CognitoClient } from '../cognitoClient';
import type { Profile } from '../core/profile/profile';
import type { Session } from '../core/session/session';
import type { TokenClipboard } from '../clipboard';
import type { Inspection } from '../inspector/inspection';
import type { Inspector } from '../inspector/panel';
import type { LocalUserPool } from '../localUserPool';
import type { AppClientChecks } from '../preflight/panel';
import type { ActiveProfile } from '../profiles/activeProfile';
import type { ProfileManager } from '../profiles/profileManager';
import type { Refresher } from '../sessions/refresher';
import type { ClientSecrets } from '../sessions/clientSecrets';
import type { SessionStore } from '../sessions/store';
import type { WindowLock } from '../sessions/windowLock';
import type { PendingSignIns } from '../signIn/pending';
import type { WaitingSignIn } from '../signIn/waiting';

/** The parts that commands bring together; extension.ts builds them. */
export interface Parts {
  readonly client: () => Promise<CognitoClient>;
  readonly pending: PendingSignIns;
  readonly store: SessionStore;
  /** Loaded when it is first needed. */
  readonly lock: () => Promise<WindowLock>;
  readonly refresher: Refresher;
  readonly inspection: () => Promise<Inspection>;
  readonly inspector: Inspector;
  readonly clipboard: TokenClipboard;
  readonly appClientChecks: AppClientChecks;
  readonly waitingSignIn: WaitingSignIn;
  readonly machineSignIn: (profile: Profile) => Promise<Session>;
  readonly clientSecrets: ClientSecrets;
  readonly localUserPool: LocalUserPool;
  readonly activeProfile: ActiveProfile;
  readonly profileManager: () => Promise<ProfileManager>;
  readonly log: LogOutputChannel;
}
