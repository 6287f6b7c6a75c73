import { env, workspace } from 'vscode';
import { CognitoError } from '../core/errors';
import type { Profile, ProfileFault } from '../core/profile/profile';
import { createLayerReader } from '../core/profile/profileLayers';
import type { LayeredFault, ProfileEntry, ProfileSource } from '../core/profile/profileLayers';
import type { TransportOptions } from '../transport';

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

/** The layer that defines a profile; undefined when there is none of that name that can be used. */
export function sourceOf(name: string): ProfileSource | undefined {
  return readEntries().find(({ profile }) => profile.name === name)?.source;
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

/** `cognito.signInTimeoutMinutes`, in milliseconds. */
export function signInTimeout(): number {
  const minutes = workspace.getConfiguration('cognito').get<number>('signInTimeoutMinutes', 5);
  return Math.min(Math.max(minutes, 1), 60) * 60_000;
}

/** The settings that `transportOptions` reads. */
export const transportSettings = [
  'proxy',
  'proxyAuthorization',
  'noProxy',
  'proxySupport',
  'proxyStrictSSL',
].map((name) => `http.${name}`);

/** The editor's own proxy settings, as the transport takes them. */
export function transportOptions(): TransportOptions {
  const http = workspace.getConfiguration('http');
  const proxy = http.get<string>('proxy');
  const proxyAuthorization = http.get<string | null>('proxyAuthorization');
  return {
    ...(proxy ? { proxy } : {}),
    ...(proxyAuthorization ? { proxyAuthorization } : {}),
    noProxy: http.get<string[]>('noProxy', []),
    useProxy: http.get<string>('proxySupport') !== 'off',
    strictSsl: http.get<boolean>('proxyStrictSSL', true),
  };
}

const readLayers = createLayerReader();

/** A workspace adds its profiles to the user's; under the same name, the workspace's counts. */
function layers(): ReturnType<typeof readLayers> {
  const stored = workspace.getConfiguration('cognito').inspect<unknown>('profiles');
  const ofUser = { source: 'user', value: stored?.globalValue } as const;
  if (!workspace.isTrusted) return readLayers([ofUser]);
  return readLayers([
    { source: 'workspace', value: stored?.workspaceFolderValue },
    { source: 'workspace', value: stored?.workspaceValue },
    ofUser,
  ]);
}

function invalid({ name, field, reason }: ProfileFault): CognitoError {
  if (field === 'clientSecret') return new CognitoError('client_secret_in_settings', { name });
  return new CognitoError('profile_invalid', { name, field, reason });
}
