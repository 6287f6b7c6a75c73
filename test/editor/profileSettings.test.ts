import { deepEqual, doesNotMatch, equal, ok, rejects } from 'node:assert/strict';
import { commands, ConfigurationTarget, Uri, workspace } from 'vscode';
import { isCognitoError } from '../../src/core/errors';
import { workspaceItems } from '../../src/profiles/add/addProfileItems';
import { placeOf } from '../../src/profiles/profileEdits';
import { profileItems } from '../../src/profiles/profileItems';
import { pickProfile, setDefault } from '../../src/profiles/profilePicker';
import { removeEntry } from '../../src/profiles/removeProfile';
import { readInvalidEntries, signInTimeout } from '../../src/profiles/settings';
import { setProfiles, unreachableIssuer as issuer } from '../support/inEditor';
import { makeSession } from '../support/sessions';
import { unsigned } from '../support/tokens';
import { eventually } from '../support/waiting';

const named = (name: string, fields: object = {}): object => ({ name, issuer, clientId: 'abc', ...fields });

const settings = (): ReturnType<typeof workspace.getConfiguration> => workspace.getConfiguration('cognito');
const userProfiles = (): unknown => settings().inspect('profiles')?.globalValue;
const setWorkspaceProfiles = async (profiles: readonly object[] | undefined): Promise<void> => {
  await settings().update('profiles', profiles, ConfigurationTarget.Workspace);
};

/** The user, other windows and Settings Sync can change settings at any time. */
describe('Access to profile settings', () => {
  afterEach(async () => {
    await setWorkspaceProfiles(undefined);
    await setProfiles([]);
  });

  it('keeps a profile that was added while Remove Profile waited for the answer', async () => {
    await setProfiles([named('a'), named('b')]);
    const { layer, index, entry } = placeOf('a') ?? {};
    await setProfiles([named('added'), named('a'), named('b')]);
    await removeEntry(layer!, { entry, index: index! });
    deepEqual(userProfiles(), [named('added'), named('b')]);
    await rejects(removeEntry(layer!, { entry, index: index! }), (error) =>
      isCognitoError(error, 'profile_missing'),
    );
  });

  it('distinguishes two entries with the same name', async () => {
    await setProfiles([named('a', { lang: 7 }), named('a'), named('a', { clientId: 'third' })]);
    equal(placeOf('a')?.index, 1);
    deepEqual(
      readInvalidEntries().map((fault) => placeOf('a', fault)?.index),
      [0, 2],
    );
    const [fault] = readInvalidEntries();
    await setProfiles([named('a')]);
    equal(placeOf('a', fault), undefined);
  });

  it('gives a valid time limit for any value of signInTimeoutMinutes', async () => {
    for (const [minutes, expected] of [
      ['5 min', 5],
      [null, 5],
      [0, 1],
      [7, 7],
      [1e9, 60],
      [undefined, 5],
    ] as const) {
      await settings().update('signInTimeoutMinutes', minutes, ConfigurationTarget.Global);
      equal(signInTimeout(), expected * 60_000, String(minutes));
    }
  });

  it('rejects with settings_unwritable when the settings file has a syntax error', async () => {
    const file = Uri.joinPath(workspace.workspaceFolders![0]!.uri, '.vscode/settings.json');
    const broken = '{ "cognito.defaultProfile": "theirs", ]';
    await workspace.fs.writeFile(file, new TextEncoder().encode(broken));
    await eventually('the workspace’s settings', () =>
      settings().inspect('defaultProfile')?.workspaceValue === 'theirs' ? true : undefined,
    );
    await rejects(setDefault('mine'), (error) => isCognitoError(error, 'settings_unwritable'));
    await workspace.fs.delete(file);
    await eventually('no settings of the workspace', () =>
      settings().inspect('defaultProfile')?.workspaceValue === undefined ? true : undefined,
    );
  });
});

describe('Profile list', () => {
  const activeProfile = { get: () => undefined };
  const icons = '$(trash)';

  afterEach(() => setProfiles([]));

  it('shows icon codes in names, addresses and tokens as plain text', async () => {
    const session = makeSession({ idToken: unsigned({ email: `${icons}@example.com` }) });
    await setProfiles([
      named(`${icons} a`, { issuer: `https://auth.example.com/${icons}` }),
      { name: `${icons} b` },
    ]);
    const store = { find: () => Promise.resolve(session) };
    for (const { label, description = '', detail = '' } of await profileItems({ activeProfile, store })) {
      doesNotMatch(`${label} ${description} ${detail}`, /\$\(/);
    }
    const file = Uri.joinPath(workspace.workspaceFolders![0]!.uri, `${icons}.env`);
    const items = workspaceItems({
      finds: [
        {
          file,
          place: icons,
          draft: { name: icons, issuer: `https://a.example/${icons}`, scopes: [icons] },
          notes: [icons],
        },
      ],
      unreadable: [{ file, reason: 'It cannot be opened.' }],
    });
    ok(items.length > 2);
    for (const { label, description = '', detail = '' } of items) {
      doesNotMatch(`${label} ${description} ${detail}`, /\$\(/);
    }
  });

  it('reads the sessions once at a time, so that an older result does not replace a newer one', async () => {
    await setProfiles([named('a')]);
    let reading = 0;
    let most = 0;
    let reads = 0;
    let finish: (() => void) | undefined;
    const store = {
      find: async () => {
        reads += 1;
        reading += 1;
        most = Math.max(most, reading);
        if (reads === 1) await new Promise<void>((resolve) => (finish = resolve));
        reading -= 1;
        return undefined;
      },
    };
    const picked = pickProfile({ activeProfile, store }, 'A profile', 'repair');
    await eventually('the first reading', () => finish);
    // Another profile in the list makes it read again.
    await setProfiles([named('a'), named('b', { clientId: 'other' })]);
    finish?.();
    await eventually('the second reading', () => (reads === 3 ? true : undefined));
    equal(most, 1);
    await commands.executeCommand('workbench.action.closeQuickOpen');
    equal(await picked, undefined);
  });
});
