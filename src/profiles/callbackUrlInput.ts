import { env } from 'vscode';
import type { CognitoClient } from '../client/cognitoClient';
import { entryName, parseProfile, redirectKind, type Profile } from '../core/profile';
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
 * @throws CognitoError settings_unwritable, and as CognitoClient.callbackUrl
 */
export async function changeCallbackUrl(
  profile: Profile,
  { client, approve }: CallbackUrlParts,
): Promise<boolean> {
  await approve(profile);
  // A host that Amazon does not run gets a callback URL of its own.
  const { writtenByUser } = callbackSourceOf(profile);
  const suggestion = await (
    await client()
  ).callbackUrl({ ...profile, redirectUri: undefined }, { editorUrl: loopbackUrl, writtenByUser });
  const redirectUri = await askInput({
    title: `Callback URL of “${plainLabel(profile.name)}”`,
    prompt:
      'The app client must allow this URL. No page has to exist there: after the sign-in, paste the address that the browser shows.',
    value: profile.redirectUri ?? suggestion,
    copy: async (url) => {
      await env.clipboard.writeText(url);
      confirmDone('Callback URL copied');
    },
    read: (text) => readCallbackUrl(text.trim(), profile),
  });
  const place = placeOf(profile.name);
  if (redirectUri === undefined || place === undefined) return false;
  await changeProfiles(place.layer, (entries) =>
    entries.map((entry) =>
      entryName(entry) === profile.name ? { ...(entry as object), redirectUri } : entry,
    ),
  );
  return true;
}

function readCallbackUrl(
  url: string,
  profile: Profile,
): { readonly answer: string } | { readonly inputError: string } {
  const { invalid } = parseProfile({ ...profile, redirectUri: url });
  if (invalid !== undefined) return { inputError: `The URL ${invalid.reason}.` };
  try {
    if (redirectKind(url, env.uriScheme) !== 'uri_handler') return { answer: url };
  } catch {
    // Neither https nor loopback.
  }
  return {
    inputError: 'Give an https URL, or http://localhost with a port: the browser shows their addresses.',
  };
}
