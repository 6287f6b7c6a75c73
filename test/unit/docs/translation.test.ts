import { deepEqual, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { sourceMessages } from '../../support/pseudoLanguage';

type Texts = Readonly<Record<string, string>>;

const readTexts = (file: string): Texts => JSON.parse(readFileSync(resolve(file), 'utf8')) as Texts;

/** The placeholders and links of a text, which its translation has too, in any order. */
function fixedParts(text: string): readonly string[] {
  return (text.match(/\{\w+\}|\]\(command:[^)]+\)|`[^`]+`/g) ?? []).toSorted();
}

/** The messages whose translation has other placeholders or links. */
function otherParts(pairs: readonly (readonly [text: string, translation: string])[]): readonly string[] {
  return pairs.flatMap(([text, translation]) =>
    String(fixedParts(text)) === String(fixedParts(translation)) ? [] : [text],
  );
}

const languages = readdirSync('l10n').map((file) => /^bundle\.l10n\.(.+)\.json$/.exec(file)?.[1] ?? file);

describe('Translations', () => {
  let messages: readonly string[] = [];

  before(async function () {
    // The parser of TypeScript is slow in WebAssembly.
    this.timeout(180_000);
    messages = await sourceMessages();
  });

  it('are made into Japanese', () => {
    deepEqual(languages, ['ja']);
  });

  for (const language of languages) {
    it(`has every message of src in ${language}, and no other one`, () => {
      const bundle = readTexts(`l10n/bundle.l10n.${language}.json`);
      deepEqual(Object.keys(bundle).toSorted(), messages.toSorted());
      deepEqual(otherParts(Object.entries(bundle)), []);
    });

    it(`has every text of package.json in ${language}`, () => {
      const english = readTexts('package.nls.json');
      const translated = readTexts(`package.nls.${language}.json`);
      deepEqual(Object.keys(translated), Object.keys(english));
      deepEqual(otherParts(Object.entries(english).map(([key, text]) => [text, translated[key] ?? ''])), []);
    });
  }

  it('leave no text in package.json', () => {
    const texts: string[] = [];
    const { contributes, capabilities } = JSON.parse(
      readFileSync('package.json', 'utf8'),
      (key, value: unknown) => {
        const isText = /title|description|contents|message|altText|^name$/i.test(key);
        if (isText && typeof value === 'string' && !/^(%.+%|Cognito)$/.test(value)) texts.push(value);
        return value;
      },
    ) as { readonly contributes: object; readonly capabilities: object };
    const used = JSON.stringify([contributes, capabilities]).match(/%[\w.]+%/g) ?? [];
    const known = new Set(Object.keys(readTexts('package.nls.json')).map((key) => `%${key}%`));
    deepEqual(texts, ['cognito-token-inspector']);
    ok(used.length > 100);
    deepEqual(
      used.filter((key) => !known.has(key)),
      [],
    );
  });
});
