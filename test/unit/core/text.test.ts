import { equal, match } from 'node:assert/strict';
import { assert as holds, property, string } from 'fast-check';
import { markdownText, plain, plainLabel } from '../../../src/core/text';

describe('a name as part of a message', () => {
  it('is one line without an icon and without a link', () => {
    equal(plainLabel('a\n\u202eb'), 'a b');
    equal(plainLabel('$(trash) dev'), '$ (trash) dev');
    equal(plainLabel('[x](command:y)'), '[x] (command:y)');
    equal(plainLabel('Zoë’s (dev)'), 'Zoë’s (dev)');
  });

  it('makes no link with what stands beside it, once the whole is plain', () => {
    equal(plain(`${plainLabel('[x]')}${plainLabel('(command:y)')}`), '[x] (command:y)');
  });
});

describe('text as Markdown', () => {
  it('keeps letters and digits, and writes everything else as what it is', () => {
    equal(markdownText('Zoë 1'), 'Zoë 1');
    equal(markdownText('a@b.c'), 'a&#64;b&#46;c');
    equal(markdownText('[x](command:y)'), '&#91;x&#93; &#40;command&#58;y&#41;');
    equal(markdownText('$(flame) <b>\n# x'), '&#36;&#40;flame&#41; &#60;b&#62; &#35; x');
  });

  it('has nothing in it that Markdown knows', () => {
    holds(
      property(string({ unit: 'binary-ascii', maxLength: 100 }), (value) => {
        match(markdownText(value), /^(?:[\p{L}\p{M}\p{N} ]|&#\d+;)*$/u);
      }),
      { numRuns: 50 },
    );
  });
});
