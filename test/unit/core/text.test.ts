import { equal, match } from 'node:assert/strict';
import { assert as holds, property, string } from 'fast-check';
import { markdownText, plain, plainLabel } from '../../../src/core/text';

describe('plainLabel', () => {
  it('returns one line without an icon and without a link', () => {
    equal(plainLabel('a\n\u202eb'), 'a b');
    equal(plainLabel('$(trash) dev'), '$ (trash) dev');
    equal(plainLabel('[x](command:y)'), '[x] (command:y)');
    equal(plainLabel('Zoë’s (dev)'), 'Zoë’s (dev)');
  });

  it('makes no link with the text beside it when the whole message is plain', () => {
    equal(plain(`${plainLabel('[x]')}${plainLabel('(command:y)')}`), '[x] (command:y)');
  });
});

describe('markdownText', () => {
  it('keeps letters and digits, and encodes every other character', () => {
    equal(markdownText('Zoë 1'), 'Zoë 1');
    equal(markdownText('a@b.c'), 'a&#64;b&#46;c');
    equal(markdownText('[x](command:y)'), '&#91;x&#93; &#40;command&#58;y&#41;');
    equal(markdownText('$(flame) <b>\n# x'), '&#36;&#40;flame&#41; &#60;b&#62; &#35; x');
  });

  it('returns no character with a meaning in Markdown', () => {
    holds(
      property(string({ unit: 'binary-ascii', maxLength: 100 }), (value) => {
        match(markdownText(value), /^(?:[\p{L}\p{M}\p{N} ]|&#\d+;)*$/u);
      }),
      { numRuns: 50 },
    );
  });
});
