import { readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getL10nJson, getL10nPseudoLocalized, type l10nJsonFormat } from '@vscode/l10n-dev';
import { root } from './packaging';

/** The id that VS Code itself uses for a pseudo-language, in which English words are longer and have accents on all letters. */
export const pseudoLanguage = 'qps-ploc';

/** The messages of `src`: the English text of each `l10n.t`, with numbers in braces for its arguments. */
export async function sourceMessages(): Promise<readonly string[]> {
  const src = join(root, 'src');
  const files = (await readdir(src, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const scripts = files.map((file) => ({
    extension: '.ts',
    contents: readFileSync(join(src, file), 'utf8'),
  }));
  return Object.keys(await getL10nJson(scripts));
}

/** Adds the pseudo-language to an installed extension. @param folder its folder */
export async function addPseudoLanguage(folder: string): Promise<void> {
  const messages = await sourceMessages();
  const bundle = getL10nPseudoLocalized(Object.fromEntries(messages.map((message) => [message, message])));
  await mkdir(join(folder, 'l10n'), { recursive: true });
  await writeFile(join(folder, `l10n/bundle.l10n.${pseudoLanguage}.json`), JSON.stringify(bundle));
  const manifest = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as l10nJsonFormat;
  const texts = getL10nPseudoLocalized(manifest);
  await writeFile(join(folder, `package.nls.${pseudoLanguage}.json`), JSON.stringify(texts));
}
