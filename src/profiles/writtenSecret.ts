import { ConfigurationTarget, workspace } from 'vscode';
import { CognitoError } from '../core/errors';
import { parseProfiles } from '../core/profile/profile';
import type { Profile } from '../core/profile/profile';
import { entryName } from '../core/profile/profileLayers';

/** An entry of `cognito.profiles` that holds a client secret, and the layer of settings it is in. */
export interface WrittenSecret {
  /** The profile without the secret. */
  readonly profile: Profile;
  /** Undefined when what is written there is none. */
  readonly secret: string | undefined;
  readonly entry: object;
  readonly entries: readonly unknown[];
  readonly target: ConfigurationTarget;
}

/**
 * The first entry of a name, in the order in which layers count, that holds a client secret.
 * @throws CognitoError profile_invalid when the rest of the entry is unsound
 */
export function findWrittenSecret(name: unknown): WrittenSecret | undefined {
  const stored = workspace.getConfiguration('cognito').inspect<unknown>('profiles');
  const ofWorkspace = [
    [ConfigurationTarget.WorkspaceFolder, stored?.workspaceFolderValue],
    [ConfigurationTarget.Workspace, stored?.workspaceValue],
  ] as const;
  const layers = [
    ...(workspace.isTrusted ? ofWorkspace : []),
    [ConfigurationTarget.Global, stored?.globalValue] as const,
  ];
  for (const [target, value] of layers) {
    const entries = Array.isArray(value) ? (value as readonly unknown[]) : [];
    const entry = entries.find((candidate) => entryName(candidate) === name && holdsSecret(candidate));
    if (holdsSecret(entry)) {
      const { clientSecret } = entry;
      const secret = typeof clientSecret === 'string' ? clientSecret.trim() : '';
      return { profile: sound(entry), secret: secret === '' ? undefined : secret, entry, entries, target };
    }
  }
  return undefined;
}

/** Writes the layer without the secret; everything else in it stays. */
export async function removeWrittenSecret({ entry, entries, target }: WrittenSecret): Promise<void> {
  const cleaned = entries.map((candidate) => (candidate === entry ? withoutSecret(entry) : candidate));
  await workspace.getConfiguration('cognito').update('profiles', cleaned, target);
}

function holdsSecret(entry: unknown): entry is { readonly clientSecret: unknown } {
  return typeof entry === 'object' && entry !== null && 'clientSecret' in entry;
}

function withoutSecret(entry: object): object {
  return Object.fromEntries(Object.entries(entry).filter(([field]) => field !== 'clientSecret'));
}

function sound(entry: object): Profile {
  const { profiles, faults } = parseProfiles([withoutSecret(entry)]);
  const [profile] = profiles;
  if (profile) return profile;
  throw new CognitoError('profile_invalid', { ...faults[0] });
}
