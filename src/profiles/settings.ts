import { ConfigurationTarget, env, workspace, type Uri } from 'vscode';
import type { CallbackSource } from '../client/oauth/callbackUrls';
import { CognitoError } from '../core/errors';
import type { Profile, InvalidProfile } from '../core/profile';
import {
  createLayerReader,
  layerProfiles,
  type InvalidEntry,
  type ProfileEntry,
  type ProfileLayer,
} from '../core/profileLayers';
import { sourceOf } from './trust/trust';
import { writtenValues, type WrittenValues } from './writtenValues';

/** The id of this extension, which is the part of the callback URL that is the same in every editor. */
export const extensionId = 'cognito-tools.cognito-token-inspector';

/** The callback URL of this editor that profiles share, see callbackUrls in client/oauth. */
export function defaultRedirectUri(): string {
  return `${env.uriScheme}://${extensionId}/callback`;
}

/** The callback URL that the settings tell: that of the profile, or of this editor when the profile has none or does not exist. */
export function callbackUrlOf(name: string | undefined): string {
  return (name === undefined ? undefined : findProfile(name))?.redirectUri ?? defaultRedirectUri();
}

/** What this editor brings to the choice of a profile's callback URL. */
export function callbackSourceOf(profile: Profile): CallbackSource {
  return { editorUrl: defaultRedirectUri(), writtenByUser: sourceOf(profile, readEntries()) === 'user' };
}

/** The valid profiles of `cognito.profiles`, each with its layer. */
export function readEntries(): readonly ProfileEntry[] {
  return layers().entries;
}

/** The invalid entries of `cognito.profiles`, with the reasons. */
export function readInvalidEntries(): readonly InvalidEntry[] {
  return layers().invalidEntries;
}

/**
 * The valid profiles of `cognito.profiles`.
 * @throws CognitoError profile_invalid when every entry is invalid
 */
export function readProfiles(): readonly Profile[] {
  const { entries, invalidEntries } = layers();
  const [invalidEntry] = invalidEntries;
  if (entries.length === 0 && invalidEntry) throw invalid(invalidEntry);
  return entries.map(({ profile }) => profile);
}

/**
 * One profile by its name.
 * @throws CognitoError profile_invalid, profile_missing
 */
export function readProfile(name: string): Profile {
  const { entries, invalidEntries } = layers();
  const entry = entries.find(({ profile }) => profile.name === name);
  if (entry) return entry.profile;
  const invalidEntry = invalidEntries.find((candidate) => candidate.name === name);
  throw invalidEntry ? invalid(invalidEntry) : new CognitoError('profile_missing', { name });
}

/** One profile by its name; undefined when there is no valid one. */
export function findProfile(name: string): Profile | undefined {
  return readEntries().find(({ profile }) => profile.name === name)?.profile;
}

/**
 * `cognito.defaultProfile`, when it names a profile. The value of a remote machine does not count, because it could choose among the
 * user's own profiles.
 */
export function defaultProfileName(): string | undefined {
  const { user, machine, workspace: ofWorkspace } = inspectSetting<string>('defaultProfile');
  if (machine !== undefined) return (workspace.isTrusted && ofWorkspace) || user || undefined;
  return workspace.getConfiguration('cognito').get<string>('defaultProfile') || undefined;
}

/** `cognito.localUserPool.port`: where the local user pool listens when it runs. */
export function localPoolPort(): number {
  return workspace.getConfiguration('cognito.localUserPool').get('port', 9270);
}

/** `cognito.localUserPool.host`: the loopback address that it listens on. */
export function localPoolHost(): string {
  return workspace.getConfiguration('cognito.localUserPool').get('host', '127.0.0.1');
}

/** `cognito.terminal.enabled`: whether terminals get `cognito-token`. */
export function isTerminalEnabled(): boolean {
  return workspace.getConfiguration('cognito.terminal').get<unknown>('enabled') === true;
}

/** `cognito.signInTimeoutMinutes`, in milliseconds. */
export function signInTimeout(): number {
  const minutes = workspace.getConfiguration('cognito').get<unknown>('signInTimeoutMinutes');
  // A setting can have a value of any type.
  const known = typeof minutes === 'number' && Number.isFinite(minutes) ? minutes : 5;
  return Math.min(Math.max(known, 1), 60) * 60_000;
}

/** One layer of settings with its own list of profiles. */
export interface SettingsLayer extends ProfileLayer {
  readonly target: ConfigurationTarget;
  /** The folder of the layer, in a workspace with a workspace file. */
  readonly folder?: Uri;
}

/**
 * Every layer, the one with the highest precedence first. The workspace and each of its folders add entries to the user's.
 * @param setting a list, without the prefix `cognito.`
 */
export function settingsLayers(setting = 'profiles'): readonly SettingsLayer[] {
  const written = inspectSetting(setting);
  const user = { source: 'user', target: ConfigurationTarget.Global, value: written.user } as const;
  if (!workspace.isTrusted) return [user];
  const { workspaceFile, workspaceFolders = [] } = workspace;
  // Without a workspace file, the settings of the folder are those of the workspace.
  const folders = workspaceFile === undefined ? [] : workspaceFolders.map(({ uri }) => uri);
  return [
    ...folders.map((folder) => ({
      source: 'workspace' as const,
      target: ConfigurationTarget.WorkspaceFolder,
      folder,
      value: inspectSetting(setting, folder).folder,
    })),
    { source: 'workspace', target: ConfigurationTarget.Workspace, value: written.workspace },
    { source: 'machine', target: ConfigurationTarget.Global, value: written.machine },
    user,
  ];
}

/** @param name without the prefix `cognito.` */
export function inspectSetting<T>(name: string, folder?: Uri): WrittenValues<T> {
  const inspected = workspace.getConfiguration('cognito', folder).inspect<T>(name) ?? {};
  return writtenValues(inspected, env.remoteName !== undefined);
}

/**
 * A profile, marked as production when the user's own settings mark its app client so. A workspace can define the app client again
 * without the mark.
 */
export function withProductionMark(profile: Profile): Profile {
  const own = settingsLayers().filter(({ source }) => source === 'user');
  const isMarked = layerProfiles(own).entries.some(
    (entry) => entry.profile.production && entry.profile.clientId === profile.clientId,
  );
  return isMarked ? { ...profile, production: true } : profile;
}

const readLayers = createLayerReader();

function layers(): ReturnType<typeof readLayers> {
  return readLayers(settingsLayers());
}

function invalid({ name, field, reason }: InvalidProfile): CognitoError {
  if (field === 'clientSecret') return new CognitoError('client_secret_in_settings', { name });
  return new CognitoError('profile_invalid', { name, field, reason });
}
