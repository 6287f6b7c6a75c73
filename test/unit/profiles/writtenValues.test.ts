import { deepEqual } from 'node:assert/strict';
import { writtenValues } from '../../../src/profiles/writtenValues';

describe('writtenValues', () => {
  const ofWorkspace = { workspaceValue: 'w', workspaceFolderValue: 'f' };
  const others = { workspace: 'w', folder: 'f' };

  it('tells the user’s value from the remote machine’s, which globalValue mixes', () => {
    const inspected = { globalValue: 'm', globalLocalValue: 'u', globalRemoteValue: 'm', ...ofWorkspace };
    for (const isRemote of [true, false]) {
      deepEqual(writtenValues(inspected, isRemote), { ...others, user: 'u', machine: 'm' });
    }
  });

  it('has no value of the user when only the remote machine has one', () => {
    const inspected = {
      globalValue: 'm',
      globalLocalValue: undefined,
      globalRemoteValue: 'm',
      ...ofWorkspace,
    };
    deepEqual(writtenValues(inspected, true), { ...others, user: undefined, machine: 'm' });
  });

  it('takes every value of a remote window for the machine’s when the editor does not tell them apart', () => {
    const inspected = { globalValue: 'm', ...ofWorkspace };
    deepEqual(writtenValues(inspected, true), { ...others, machine: 'm' });
    deepEqual(writtenValues(inspected, false), { ...others, user: 'm' });
  });
});
