import * as l10n from '@vscode/l10n';
import { env } from 'vscode';
import type { CognitoClient } from '../client/cognitoClient';
import { CognitoError } from '../core/errors';
import { isMachine, parseProfile, redirectKind, type Profile } from '../core/profile';
import { plainLabel } from '../core/text';
import { confirmDone } from '../editor/notify';
import { askInput } from './askInput';
import { changeProfiles, placeOf } from './profileEdits';
import { callbackSourceOf } from './settings';
import type { Approve } from './trust/trust';

export interface CallbackUrlParts {
  readonly client: () => Promise<Pick<CognitoClient, 'callbackUrl'>>;
  readonly approve: Approve;
}

/** The suggested callback URL. No server has to answer there: the user copies the address that the browser shows. */
const loopbackUrl = 'http://localhost:8400/callback';

/**
 * Asks for a callback URL whose address the browser shows after the sign-in, and writes it to the profile's entry in the settings.
 * @returns false when the user gives up
 * @throws CognitoError profile_invalid for a machine client, profile_missing, settings_unwritable, and as CognitoClient.callbackUrl
 */
export async function changeCallbackUrl(profile: Profile, parts: CallbackUrlParts): Promise<boolean> {
  const { name } = profile;
  if (isMachine(profile)) {
    const reason = l10n.t('is client_credentials, and a machine client has no callback URL');
    throw new CognitoError('profile_invalid', { name, field: 'grant', reason });
  }
  const redirectUri = await askInput({
    title: l10n.t`Callback URL of “${plainLabel(name)}”`,
    prompt: l10n.t(
      'The app client must allow this URL. No page has to exist there, because you can paste the address that the browser shows.',
    ),
    value: await proposal(profile, parts),
    copy: async (url) => {
      await env.clipboard.writeText(url);
      confirmDone(l10n.t('Callback URL copied'));
    },
    read: (text) => readCallbackUrl(text.trim(), profile),
  });
  if (redirectUri === undefined) return false;
  const place = placeOf(name);
  if (place === undefined) throw new CognitoError('profile_missing', { name });
  await changeProfiles(place.layer, (entries) =>
    entries.map((entry, index) => (index === place.index ? { ...(entry as object), redirectUri } : entry)),
  );
  return true;
}

/** The callback URL of the profile, or a loopback URL when that is the editor's own. */
async function proposal(profile: Profile, { client, approve }: CallbackUrlParts): Promise<string> {
  const current = readCallbackUrl(profile.redirectUri ?? '', profile);
  if ('answer' in current) return current.answer;
  await approve(profile);
  const { writtenByUser } = callbackSourceOf(profile);
  // A host that Amazon does not run gets a callback URL of its own.
  return (await client()).callbackUrl(
    { ...profile, redirectUri: undefined },
    { editorUrl: loopbackUrl, writtenByUser },
  );
}

function readCallbackUrl(
  url: string,
  profile: Profile,
): { readonly answer: string } | { readonly inputError: string } {
  const { invalid } = parseProfile({ ...profile, redirectUri: url });
  if (invalid !== undefined) return { inputError: l10n.t`The URL ${invalid.reason}.` };
  try {
    if (redirectKind(url, env.uriScheme) !== 'uri_handler') return { answer: url };
  } catch {
    // Neither https nor loopback.
  }
  return {
    inputError: l10n.t(
      'Give an https URL, or http://localhost with a port: the browser shows their addresses.',
    ),
  };
}
