import { untranslated } from '../../core/text';
import * as l10n from '@vscode/l10n';
import { env, ProgressLocation, window, type LogOutputChannel, type Memento } from 'vscode';
import type { CognitoClient } from '../../client/cognitoClient';
import type { RegisteredClient, RegistrationOffer } from '../../client/oauth/registration';
import { isCognitoError } from '../../core/errors';
import { originalForm } from '../../core/issuer';
import { domainOrigin, isMachine, profileIssuer, type Profile } from '../../core/profile';
import { registrationScope } from '../../core/scopes';
import type { Session } from '../../core/session';
import type { ClientSecrets } from '../../sessions/clientSecrets';
import { createRegistrationTokens } from '../../sessions/registrationTokens';
import type { Vault } from '../../sessions/vault';
import { defaultRedirectUri, readEntries } from '../settings';
import { createRegisteredClients, type KnownClient } from './registeredClients';
import { askToRegister, askToReuse } from './registrationQuestion';

export interface OwnClientParts {
  readonly client: () => Promise<Pick<CognitoClient, 'registration'>>;
  /** Remembers the registered app clients. */
  readonly globalState: Memento;
  readonly clientSecrets: Pick<ClientSecrets, 'set'>;
  /** Stores the registration access tokens. */
  readonly vault: Vault;
  /** The session of a machine client's profile. @throws CognitoError as a sign-in of a machine client */
  readonly machineSession: (profile: Profile) => Promise<Session>;
  /** Shows the problem of an error. @param profile the name of the profile that its buttons act on */
  readonly report: (error: unknown, profile?: string) => void;
  readonly log: Pick<LogOutputChannel, 'info'>;
}

/** `typed`: the user enters a client id, because this editor has no app client in the pool or could not register one. */
export type OwnClient = Pick<KnownClient, 'clientId'> | 'typed' | 'cancelled';

/**
 * This editor's own app client in a user pool: the one that it registered earlier, or a new one when the pool lets apps register
 * themselves and the user agrees. Shows why a registration failed.
 */
export async function ownClient(issuer: string, parts: OwnClientParts): Promise<OwnClient> {
  const registeredClients = createRegisteredClients(parts.globalState, defaultRedirectUri());
  const known = registeredClients.find(issuer);
  if (known !== undefined) {
    const answer = await askToReuse(known.clientId);
    if (answer === 'reuse') return known;
    if (answer !== 'again') return answer;
  }
  const offer = await findOffer(issuer, parts);
  if (offer === undefined) return 'typed';
  const answer = await askToRegister(offer);
  if (answer !== 'register') return answer;
  // Another window may have registered this editor while the user answered.
  const registered = registeredClients.find(issuer);
  if (registered !== undefined && registered.clientId !== known?.clientId) return registered;
  try {
    return await withProgress(l10n.t('Registering this editor…'), async () => {
      const client = await register(offer, parts);
      await registeredClients.add(issuer, client);
      return client;
    });
  } catch (error) {
    parts.report(error);
    return 'typed';
  }
}

async function findOffer(issuer: string, parts: OwnClientParts): Promise<RegistrationOffer | undefined> {
  // The pool keeps the name, so it is the same in every language.
  const app = { name: untranslated(`${env.appName} (Token Inspector)`), editorUrl: defaultRedirectUri() };
  const { registration } = await parts.client();
  try {
    return await withProgress(l10n.t('Reading the user pool…'), () => registration.find(issuer, app));
  } catch (error) {
    if (!isCognitoError(error)) throw error;
    // Why the pool cannot be read is explained by the sign-in.
    if (error.code === 'registration_refused') parts.report(error);
    return undefined;
  }
}

/** Registers this editor and stores what is secret. @throws CognitoError as ClientRegistration.register and a machine client's sign-in */
async function register(offer: RegistrationOffer, parts: OwnClientParts): Promise<KnownClient> {
  const { client, withToken } = await registerWithTokenIfNeeded(offer, parts);
  const { clientId, clientSecret, registrationToken } = client;
  const key = { authority: originalForm(offer.issuer), clientId };
  if (clientSecret !== undefined) await parts.clientSecrets.set(key, clientSecret);
  const tokens = createRegistrationTokens(parts.vault);
  if (registrationToken !== undefined) await tokens.set(key, registrationToken);
  parts.log.info(`[registration] registered with ${new URL(offer.endpoint).host}`);
  return { clientId, withToken };
}

/** Registers without an access token, or with that of a machine client when the pool asks for one and a profile can get it. */
async function registerWithTokenIfNeeded(
  offer: RegistrationOffer,
  { client, machineSession, report }: OwnClientParts,
): Promise<{ readonly client: RegisteredClient; readonly withToken: boolean }> {
  const { registration } = await client();
  try {
    return { client: await registration.register(offer), withToken: false };
  } catch (error) {
    if (!isCognitoError(error, 'registration_refused') || error.detail.status !== 401) throw error;
    const profile = registeringProfile(offer);
    if (profile === undefined) throw error;
    const { accessToken } = await machineSession(profile).catch((reason: unknown) => {
      report(reason, profile.name);
      throw reason;
    });
    return { client: await registration.register(offer, accessToken), withToken: true };
  }
}

/** The profile of a machine client of the same pool that may register app clients. */
function registeringProfile({ issuer, endpoints }: RegistrationOffer): Profile | undefined {
  const isOfPool = (profile: Profile): boolean => {
    const named = profileIssuer(profile);
    return named === undefined
      ? domainOrigin(profile) === new URL(endpoints.token).origin
      : originalForm(named) === originalForm(issuer);
  };
  return readEntries()
    .map(({ profile }) => profile)
    .find(
      (profile) =>
        isMachine(profile) && isOfPool(profile) && profile.scopes?.includes(registrationScope) === true,
    );
}

function withProgress<T>(title: string, work: () => Promise<T>): Promise<T> {
  return Promise.resolve(
    window.withProgress(
      { location: ProgressLocation.Window, title: untranslated(`$(sync~spin) ${title}`) },
      work,
    ),
  );
}
