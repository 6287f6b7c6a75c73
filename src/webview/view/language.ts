import * as l10n from '@vscode/l10n';

// The page has the texts in the editor's language. This module is imported first, because modules make texts while they load.
const texts = document.getElementById('texts')?.textContent;
if (texts !== undefined && texts !== '') l10n.config({ contents: texts });
