import { deepEqual, equal, notDeepEqual } from 'node:assert/strict';
import { importText } from '../../../../../src/profiles/add/importers/importText';
import { samples } from './samples';

describe('importText of a file with the line ends of Windows', () => {
  for (const [name, text] of Object.entries(samples)) {
    it(`finds the same in ${name}`, () => {
      const onUnix = importText(name, text);
      notDeepEqual(onUnix.finds, []);
      equal(text.includes('\r'), false);
      deepEqual(importText(name, text.replaceAll('\n', '\r\n')), onUnix);
    });
  }
});
