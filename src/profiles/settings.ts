import { ConfigurationTarget, env, workspace, type Uri } from 'vscode';
import { CognitoError } from '../core/errors';
import type { Profile, ProfileFault } from '../core/profile';
import {
  createLayerReader,
  type LayeredFault,
  type ProfileEntry,
  type ProfileLayer,
} from '../core/profileLayers';

/** The part of this editor's own callback URL that every editor shares. */
const extensionId = 'cognito-tools.cognito-token-inspector';

/** The callback URL that this editor receives, to be registered with the app client. */
export function defaultRedirectUri(): string {
  return `${env.uriScheme}://${extensionId}/callback`;
}

/** The callback URL of a profile, or this editor's own when it names none or is not known. */
export function callbackUrlOf(name: string | undefined): string {
  return (name === undefined ? undefined : findProfile(name))?.redirectUri ?? defaultRedirectUri();
}

/** The profiles of `cognito.profiles` that can be used, each with the layer that defines it. */
export function readEntries(): readonly ProfileEntry[] {
  return layers().entries;
}

/** The entries of `cognito.profiles` that cannot be used, and why. */
export function profileFaults(): readonly LayeredFault[] {
  return layers().faults;
}

/**
 * The sound profiles of `cognito.profiles`.
 * @throws CognitoError profile_invalid when there are entries and none can be used
 */
export function readProfiles(): readonly Profile[] {
  const { entries, faults } = layers();
  const [fault] = faults;
  if (entries.length === 0 && fault) throw invalid(fault);
  return entries.map(({ profile }) => profile);
}

/**
 * One profile by its name.
 * @throws CognitoError profile_invalid, profile_missing
 */
export function readProfile(name: string): Profile {
  const { entries, faults } = layers();
  const entry = entries.find(({ profile }) => profile.name === name);
  if (entry) return entry.profile;
  const fault = faults.find((candidate) => candidate.name === name);
  throw fault ? invalid(fault) : new CognitoError('profile_missing', { name });
}

/** One profile by its name; undefined when there is none that can be used. */
export function findProfile(name: string): Profile | undefined {
  return readEntries().find(({ profile }) => profile.name === name)?.profile;
}

/** `cognito.defaultProfile`, when it names a profile. */
export function defaultProfileName(): string | undefined {
  return workspace.getConfiguration('cognito').get<string>('defaultProfile') || undefined;
}

/** `cognito.localUserPool.port`: where the local user pool listens when it runs. */
export function localPoolPort(): number {
  return workspace.getConfiguration('cognito.localUserPool').get('port', 9270);
}

/** `cognito.signInTimeoutMinutes`, in milliseconds. */
export function signInTimeout(): number {
  const minutes = workspace.getConfiguration('cognito').get<unknown>('signInTimeoutMinutes');
  // Settings that are written by hand may hold anything.
  const known = typeof minutes === 'number' && Number.isFinite(minutes) ? minutes : 5;
  return Math.min(Math.max(known, 1), 60) * 60_000;
}

/** A file of settings that has a list of profiles of its own. */
export interface SettingsLayer extends ProfileLayer {
  readonly target: ConfigurationTarget;
  /** The folder that it belongs to, in a workspace with a file of its own. */
  readonly folder?: Uri;
}

/** All of them, the one that counts first: a workspace adds its profiles to the user's, and so does each of its folders. */
export function settingsLayers(): readonly SettingsLayer[] {
  const { globalValue, workspaceValue } = writtenProfiles();
  const user = { source: 'user', target: ConfigurationTarget.Global, value: globalValue } as const;
  if (!workspace.isTrusted) return [user];
  const { workspaceFile, workspaceFolders = [] } = workspace;
  // Without that file the folder's settings are the workspace's.
  const folders = workspaceFile === undefined ? [] : workspaceFolders.map(({ uri }) => uri);
  return [
    ...folders.map((folder) => ({
      source: 'workspace' as const,
      target: ConfigurationTarget.WorkspaceFolder,
      folder,
      value: writtenProfiles(folder).workspaceFolderValue,
    })),
    { source: 'workspace', target: ConfigurationTarget.Workspace, value: workspaceValue },
    user,
  ];
}

/** @returns what each layer of settings says, none of it merged or checked */
function writtenProfiles(folder?: Uri): {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
} {
  return workspace.getConfiguration('cognito', folder).inspect<unknown>('profiles') ?? {};
}

const readLayers = createLayerReader();

function layers(): ReturnType<typeof readLayers> {
  return readLayers(settingsLayers());
}

function invalid({ name, field, reason }: ProfileFault): CognitoError {
  if (field === 'clientSecret') return new CognitoError('client_secret_in_settings', { name });
  return new CognitoError('profile_invalid', { name, field, reason });
}
