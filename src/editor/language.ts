import * as l10n from '@vscode/l10n';
import { l10n as editorTexts } from 'vscode';

// The texts in the editor's language, which are in l10n/. This module is imported first, because modules make texts while they load.
if (editorTexts.bundle !== undefined) l10n.config({ contents: editorTexts.bundle });
