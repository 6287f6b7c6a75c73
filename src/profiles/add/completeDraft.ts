import * as l10n from '@vscode/l10n';
import { plain } from '../../core/text';
import { parseProfile, redirectKind, type Profile } from '../../core/profile';
import { defined } from '../../core/members';
import type { ProfileDraft } from './profileDraft';
import type { ProfileEntry } from '../../core/profileLayers';

/** What to ask for next; undefined when the draft is complete. */
export function missingField(draft: ProfileDraft): 'pool' | 'clientId' | undefined {
  if ((draft.userPoolId ?? draft.domain ?? draft.issuer) === undefined) return 'pool';
  return draft.clientId === undefined ? 'clientId' : undefined;
}

/**
 * A short text about a draft.
 * @param ownCallback the callback URL of this editor, which the text leaves out
 */
export function describeDraft(draft: ProfileDraft, ownCallback: string): readonly string[] {
  const { scopes, redirectUris = [] } = draft;
  const { redirectUri = ownCallback } = chooseCallback(redirectUris, ownCallback);
  return [
    draft.userPoolId,
    draft.domain && withoutScheme(draft.domain),
    draft.issuer && withoutScheme(draft.issuer),
    draft.clientId && l10n.t`app client ${draft.clientId}`,
    draft.identityPoolId && l10n.t`identity pool ${draft.identityPoolId}`,
    scopes && (scopes.length === 1 ? l10n.t`scope ${scopes[0] ?? ''}` : l10n.t`${scopes.length} scopes`),
    redirectUris.length > 0 &&
      (redirectUri === ownCallback
        ? l10n.t('back to this editor')
        : l10n.t`back to ${withoutScheme(redirectUri)}`),
  ].filter((part): part is string => typeof part === 'string');
}

function withoutScheme(address: string): string {
  return plain(address.replace(/^https?:\/\//, ''));
}

/** An entry of `cognito.profiles` to write, without default values. */
export type NewProfile = Pick<Profile, 'name' | 'clientId'> & Partial<Profile>;

export interface Completed {
  readonly profile: NewProfile;
  readonly notes: readonly string[];
}

/**
 * Makes a profile from a complete draft.
 * @param taken the names in use
 * @param ownCallback this editor's own callback URL, which a profile leaves out
 * @returns an input error when the draft is not a valid profile
 */
export function completeDraft(
  draft: ProfileDraft,
  taken: ReadonlySet<string>,
  ownCallback: string,
): Completed | { readonly inputError: string } {
  const { name, redirectUris, scopes, ...rest } = draft;
  const { redirectUri, notes } = chooseCallback(redirectUris ?? [], ownCallback);
  const entry = defined({
    name: freeName(taken, name),
    ...rest,
    scopes: scopes && [...scopes],
    redirectUri,
  });
  const { invalid } = parseProfile(entry);
  if (invalid) return { inputError: l10n.t`Its ${invalid.field} ${invalid.reason}.` };
  return { profile: entry as NewProfile, notes };
}

/**
 * The existing profile that is the same as a draft, the user's own first. A profile of the workspace must also have the same
 * sign-in host and callback URL.
 */
export function sameProfile(entries: readonly ProfileEntry[], draft: ProfileDraft): ProfileEntry | undefined {
  const { domain, redirectUris = [] } = draft;
  const same = ({ profile, source }: ProfileEntry): boolean =>
    profile.clientId === draft.clientId &&
    profile.userPoolId === draft.userPoolId &&
    profile.issuer === draft.issuer &&
    (profile.domain === domain || (domain === undefined && source === 'user')) &&
    (profile.redirectUri === undefined || source === 'user' || redirectUris.includes(profile.redirectUri));
  const found = entries.filter(same);
  return found.find(({ source }) => source === 'user') ?? found[0];
}

/** A free name: the given one, or the given one with a number. */
export function freeName(taken: ReadonlySet<string>, name = 'Cognito'): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number += 1) {
    if (!taken.has(`${name} ${number}`)) return `${name} ${number}`;
  }
}

/** The callback URL that needs the fewest steps in this editor; undefined when the editor's own is allowed. */
function chooseCallback(
  uris: readonly string[],
  ownCallback: string,
): { readonly redirectUri?: string; readonly notes: readonly string[] } {
  if (uris.length === 0 || uris.includes(ownCallback)) return { notes: [] };
  const scheme = ownCallback.slice(0, ownCallback.indexOf(':'));
  const ofKind = (kind: 'loopback' | 'paste'): string | undefined =>
    uris.find((uri) => {
      try {
        return redirectKind(uri, scheme) === kind;
      } catch {
        return false;
      }
    });
  const redirectUri = ofKind('loopback') ?? ofKind('paste');
  if (redirectUri !== undefined) return { redirectUri, notes: [] };
  const note = l10n.t`Its callback ${plain(uris[0] ?? '')} belongs to another program. Add ${ownCallback} to the app client’s allowed callback URLs.`;
  return { notes: [note] };
}
