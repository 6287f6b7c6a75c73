import { ConfigurationTarget, env, workspace } from 'vscode';
import { CognitoError } from '../core/errors';
import { parseProfiles } from '../core/profile';
import type { Profile } from '../core/profile';
import type { TransportOptions } from '../transport';

/** The part of this editor's own callback URL that every editor shares. */
const extensionId = 'cognito-tools.cognito-token-inspector';

/** The callback URL that this editor receives, to be registered with the app client. */
export function defaultRedirectUri(): string {
  return `${env.uriScheme}://${extensionId}/callback`;
}

/**
 * The sound profiles of `cognito.profiles`.
 * @throws CognitoError profile_invalid when there are entries and none can be used
 */
export function readProfiles(): readonly Profile[] {
  const { profiles, faults } = parse();
  const [fault] = faults;
  if (profiles.length === 0 && fault) throw invalid(fault);
  return profiles;
}

/**
 * One profile by its name.
 * @throws CognitoError profile_invalid, profile_missing
 */
export function readProfile(name: string): Profile {
  const { profiles, faults } = parse();
  const profile = profiles.find((candidate) => candidate.name === name);
  if (profile) return profile;
  const fault = faults.find((candidate) => candidate.name === name);
  throw fault ? invalid(fault) : new CognitoError('profile_missing', { name });
}

/** One profile by its name; undefined when there is none that can be used. */
export function findProfile(name: string): Profile | undefined {
  return parse().profiles.find((profile) => profile.name === name);
}

/** Whether any profile can be used. */
export function hasProfiles(): boolean {
  return parse().profiles.length > 0;
}

/** `cognito.defaultProfile`, when it names a profile. */
export function defaultProfileName(): string | undefined {
  return workspace.getConfiguration('cognito').get<string>('defaultProfile') || undefined;
}

/** Adds a profile to the user's settings, or replaces the one of that name there. */
export async function saveProfile(profile: Pick<Profile, 'name' | 'issuer' | 'clientId'>): Promise<void> {
  const configuration = workspace.getConfiguration('cognito');
  const stored = configuration.inspect<unknown>('profiles')?.globalValue;
  const entries = Array.isArray(stored) ? (stored as readonly unknown[]) : [];
  const others = entries.filter((entry) => (entry as { name?: unknown } | null)?.name !== profile.name);
  await configuration.update('profiles', [...others, profile], ConfigurationTarget.Global);
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

function parse(): ReturnType<typeof parseProfiles> {
  const stored = workspace.getConfiguration('cognito').inspect<unknown>('profiles');
  // A workspace adds its profiles to the user's; under the same name, the workspace's counts.
  const layers = workspace.isTrusted
    ? [stored?.workspaceFolderValue, stored?.workspaceValue, stored?.globalValue]
    : [stored?.globalValue];
  const seen = new Set<unknown>();
  const entries = layers.flatMap((layer) => {
    const added = Array.isArray(layer) ? (layer as readonly unknown[]) : layer === undefined ? [] : [layer];
    const fresh = added.filter((entry) => !seen.has(nameOf(entry)));
    for (const entry of added) seen.add(nameOf(entry));
    return fresh;
  });
  return parseProfiles(entries);
}

function nameOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : entry;
}

function invalid(fault: { name: string; field: string; reason: string }): CognitoError {
  return new CognitoError('profile_invalid', { ...fault });
}
