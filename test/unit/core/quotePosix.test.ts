import { equal } from 'node:assert/strict';
import { quotePosix } from '../../../src/core/shellQuoting';

describe('quotePosix', () => {
  it('quotes a text and escapes every single quote in it', () => {
    equal(quotePosix('a b'), `'a b'`);
    equal(quotePosix(`it's $HOME`), String.raw`'it'\''s $HOME'`);
    equal(quotePosix(''), `''`);
  });
});
