import * as l10n from '@vscode/l10n';
import { CognitoError } from '../core/errors';
import { plainLabel } from '../core/text';
import type { Profile } from '../core/profile';
import { confirmDone } from '../editor/notify';
import type { Parts } from './parts';
import { freshSession, signedInSession } from './session';

type SessionParts = Pick<Parts, 'store' | 'refresher' | 'machineSignIn'>;

/**
 * Copies a token of a profile's session into the clipboard, refreshed first when it is about to expire.
 * @throws CognitoError session_missing, id_token_missing, and as a refresh
 */
export async function copyToken(
  parts: SessionParts & Pick<Parts, 'clipboard'>,
  profile: Profile,
  kind: 'accessToken' | 'idToken',
): Promise<void> {
  const session = await freshSession(parts, profile);
  const token = session[kind];
  if (token === undefined) throw new CognitoError('id_token_missing', { grant: session.grant });
  const name = plainLabel(profile.name);
  await parts.clipboard.copy(
    token,
    kind === 'accessToken' ? l10n.t`Access token of “${name}”` : l10n.t`ID token of “${name}”`,
  );
}

/** Asks which token to copy and in which form, and copies it. @throws CognitoError session_missing, and as a refresh */
export async function copyTokenAs(
  parts: SessionParts & Pick<Parts, 'inspection'>,
  profile: Profile,
): Promise<void> {
  const [{ copySession }, session] = await Promise.all([parts.inspection(), freshSession(parts, profile)]);
  await copySession(profile, session);
}

/** Exchanges the refresh token for new tokens. @throws CognitoError session_missing, and as a refresh */
export async function refreshTokens(parts: SessionParts, profile: Profile): Promise<void> {
  await parts.refresher.refresh(await signedInSession(parts, profile));
  confirmDone(l10n.t`Tokens of “${plainLabel(profile.name)}” refreshed`);
}

/**
 * Shows a token from the selection, the clipboard or an input box in a panel of its own.
 * @param position where the token is in an open document; without it, tokens are looked for
 */
export async function inspectToken(
  { inspection, inspector }: Pick<Parts, 'inspection' | 'inspector'>,
  position: unknown,
): Promise<void> {
  const { inspectToken: findToken } = await inspection();
  const key = await findToken(position);
  if (key !== undefined) await inspector.showPasted(key);
}
