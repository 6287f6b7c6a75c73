import * as l10n from '@vscode/l10n';
import { commands, window, type Memento } from 'vscode';
import { CognitoError } from '../../core/errors';
import { plain, plainLabel, sentences } from '../../core/text';
import { completeDraft, freeName, missingField, sameProfile, type Completed } from './completeDraft';
import { parseProfile, poolLabel, profileIssuer } from '../../core/profile';
import type { ProfileSource } from '../../core/profileLayers';
import { cleanDraft, type ProfileDraft } from './profileDraft';
import { recognise } from './recognise';
import { recognisePasted } from './recognisePasted';
import { destination, isForeign } from '../trust/destination';
import { askForProfile, type Chosen } from './addProfileBox';
import { ownClient, type OwnClientParts } from './ownClient';
import type { ActiveProfile } from '../activeProfile';
import { askForTrust } from '../trust/askForTrust';
import { noteFileProfile } from '../trust/trust';
import { askInput } from '../askInput';
import { saveProfile } from '../profileEdits';
import { defaultRedirectUri, readInvalidEntries, readEntries } from '../settings';

export interface AddContext extends OwnClientParts {
  readonly activeProfile: ActiveProfile;
  /** The workspace state. */
  readonly state: Memento;
}

const title = l10n.t('Add Profile');

/** What is said when a profile leads to the same app client already. */
const alreadyDefined: Readonly<Record<ProfileSource, (name: string) => string>> = {
  user: (name) => l10n.t`This is your profile “${name}” already.`,
  workspace: (name) => l10n.t`The workspace defines this as “${name}” already.`,
  machine: (name) => l10n.t`The settings of the remote machine define this as “${name}” already.`,
};

/**
 * Adds a profile from pasted text or from a file of the workspace, and asks only for what is missing.
 * @param thenSignIn the user wants to sign in: do it at once instead of offering it
 * @throws CognitoError settings_unwritable, profile_invalid
 */
export async function addProfile(context: AddContext, thenSignIn: boolean): Promise<void> {
  const { activeProfile, state, globalState } = context;
  const chosen = await askForProfile(state, thenSignIn);
  const draft = chosen && (await askForRest(chosen, context));
  if (chosen === undefined || draft === undefined) return;

  const known = sameProfile(readEntries(), draft);
  let name = known ? known.profile.name : await nameOf(draft, chosen.askName);
  if (name === undefined) return;
  let message = alreadyDefined[known?.source ?? 'user'](plainLabel(name));
  let notes = chosen.notes;
  if (!known) {
    if (chosen.fromFile && chosen.source === 'user' && !(await mayLeadThere({ ...draft, name }))) return;
    const completed = complete({ ...draft, name });
    await saveProfile(completed.profile, chosen.source);
    const { profile } = parseProfile(completed.profile);
    if (chosen.fromFile && chosen.source === 'user' && profile) await noteFileProfile(globalState, profile);
    ({ name } = completed.profile);
    const where =
      chosen.source === 'user' ? l10n.t('your user settings') : l10n.t('the workspace’s settings');
    message = l10n.t`The profile “${plainLabel(name)}” was added to ${where}.`;
    notes = [...notes, ...completed.notes];
  }
  await activeProfile.select(name);
  if (thenSignIn) await commands.executeCommand('cognito.signIn', name);
  else void offer(name, sentences(message, ...notes));
}

/** @throws CognitoError profile_invalid */
function complete(draft: ProfileDraft): Completed {
  const completed = completeDraft(draft, takenNames(), defaultRedirectUri());
  if ('profile' in completed) return completed;
  throw new CognitoError('profile_invalid', { name: draft.name ?? '', reason: completed.inputError });
}

/** Asks now about a host that a file names, because the profile will be in the user's own settings. @throws CognitoError profile_invalid */
async function mayLeadThere(draft: ProfileDraft): Promise<boolean> {
  const { profile } = parseProfile(complete(draft).profile);
  const host = profile && destination(profile);
  if (profile === undefined || host === undefined || !isForeign(host)) return true;
  return askForTrust(profile, host, 'file');
}

async function offer(name: string, message: string): Promise<void> {
  const [signIn, edit] = [l10n.t('Sign In'), l10n.t('Edit Profile')];
  const choice = await window.showInformationMessage(plain(message), signIn, edit);
  if (choice === signIn) await commands.executeCommand('cognito.signIn', name);
  if (choice === edit) await commands.executeCommand('cognito.editProfile', name);
}

/** Asks for what a draft lacks. @returns undefined when the user cancels */
async function askForRest(
  { draft, fromFile }: Chosen,
  parts: OwnClientParts,
): Promise<ProfileDraft | undefined> {
  const missing = missingField(draft);
  if (missing === undefined) return draft;
  const added = missing === 'pool' ? await askForPool(draft) : await findClient(draft, fromFile, parts);
  return added && { ...draft, ...added };
}

/** The app client of a pool: this editor's own, or the one that the user enters. */
async function findClient(
  draft: ProfileDraft,
  fromFile: boolean,
  parts: OwnClientParts,
): Promise<ProfileDraft | undefined> {
  const issuer = profileIssuer(draft);
  const host = destination(draft);
  // The user has not approved a host that a file names yet, so nothing is sent there.
  const isApproved = !fromFile || host === undefined || !isForeign(host);
  const own = issuer !== undefined && isApproved ? await ownClient(issuer, parts) : 'typed';
  if (own === 'cancelled') return undefined;
  return own === 'typed' ? askForClient(draft) : { clientId: own.clientId };
}

function askForClient(draft: ProfileDraft): Promise<ProfileDraft | undefined> {
  return askInput({
    title,
    prompt: l10n.t`The app client id, from the app client’s page of ${poolLabel(draft)} in the AWS console.`,
    placeholder: '57cbishk4j24pabc1234567890',
    read: (text) => {
      // Emulators and the local user pool have ids of another form.
      const plainId = /^\w{1,30}$/.test(text.trim()) ? cleanDraft({ clientId: text }).draft : undefined;
      const recognised = plainId ? { draft: plainId } : recognise(text);
      if (recognised === undefined || 'inputError' in recognised) return recognised;
      const found = recognised.draft;
      const other = (['userPoolId', 'domain'] as const).some(
        (field) => found[field] !== undefined && draft[field] !== undefined && found[field] !== draft[field],
      );
      if (other) return { inputError: l10n.t('This belongs to another user pool.') };
      if (found.clientId === undefined) return { inputError: l10n.t('This names no app client.') };
      return { answer: { ...found, ...draft, clientId: found.clientId } };
    },
  });
}

function askForPool(draft: ProfileDraft): Promise<ProfileDraft | undefined> {
  return askInput({
    title,
    prompt: l10n.t`The user pool of app client ${draft.clientId ?? ''}: its id, issuer or sign-in domain.`,
    placeholder: 'us-east-1_AbCdEf123',
    read: (text) => {
      const recognised = recognisePasted(text);
      if (recognised === undefined || 'inputError' in recognised) return recognised;
      const found = recognised.draft;
      if (missingField(found) === 'pool') return { inputError: l10n.t('This names no user pool.') };
      if (found.clientId !== undefined && found.clientId !== draft.clientId) {
        return { inputError: l10n.t('This belongs to another app client.') };
      }
      return { answer: { ...found, ...draft } };
    },
  });
}

async function nameOf(draft: ProfileDraft, ask: boolean): Promise<string | undefined> {
  const taken = takenNames();
  const proposal = freeName(taken, draft.name);
  if (!ask) return proposal;
  return askInput({
    title,
    prompt: l10n.t('A name for the profile, shown everywhere.'),
    value: proposal,
    read: (text) => {
      const name = plain(text).trim();
      if (name === '') return undefined;
      if (taken.has(name)) return { inputError: l10n.t('There is a profile of this name.') };
      const named = completeDraft({ ...draft, name }, new Set(), defaultRedirectUri());
      return 'inputError' in named ? named : { answer: name };
    },
  });
}

/** The names in use, including those of invalid entries. */
function takenNames(): ReadonlySet<string> {
  const profiles = readEntries().map(({ profile }) => profile);
  return new Set([...profiles, ...readInvalidEntries()].map(({ name }) => name));
}
