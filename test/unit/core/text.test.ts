import { equal, match } from 'node:assert/strict';
import { assert as holds, property, string } from 'fast-check';
import * as l10n from '@vscode/l10n';
import {
  entryFault,
  markdownText,
  plain,
  plainLabel,
  sentence,
  sentences,
  withCommas,
} from '../../../src/core/text';
import { textLanguage, timeLanguage } from '../../../src/core/textLanguage';

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

describe('Texts of several parts', () => {
  const missing = { field: 'clientId', reason: 'is missing' };

  afterEach(() => {
    l10n.config({ contents: {} });
  });

  it('have the full stops, spaces and commas of English', () => {
    equal(sentence('It failed'), 'It failed.');
    equal(sentence('It failed.'), 'It failed.');
    equal(sentences('One.', false, 'Two.', '', undefined, 'Three.'), 'One. Two. Three.');
    equal(sentences(), '');
    equal(withCommas(['a', 'b', 'c']), 'a, b, c');
    equal(entryFault(missing), 'clientId is missing');
    equal(entryFault({ ...missing, field: '' }), 'The entry is missing');
    equal(textLanguage(), 'en');
    equal(timeLanguage(), undefined);
  });

  it('have those of a translation', () => {
    const contents = {
      '{0}.': '{0}。',
      '{0} {1}': '{0}{1}',
      ', ': '、',
      '{field} {reason}': '{field}: {reason}',
      en: 'ja',
    };
    l10n.config({ contents });
    equal(sentence('失敗しました'), '失敗しました。');
    equal(sentence('失敗しました。'), '失敗しました。');
    equal(sentences('一。', false, '二。', '三。'), '一。二。三。');
    equal(withCommas(['「a」', '「b」']), '「a」、「b」');
    equal(entryFault({ ...missing, reason: '空です' }), 'clientId: 空です');
    equal(textLanguage(), 'ja');
    equal(timeLanguage(), 'ja');
  });

  it('are English when a translation writes no language', () => {
    l10n.config({ contents: { en: 'ḗḗƞ' } });
    equal(textLanguage(), 'en');
    equal(timeLanguage(), undefined);
  });
});
