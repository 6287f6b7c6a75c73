import * as l10n from '@vscode/l10n';

/** A translation writes its own BCP 47 tag here. The bundle of the editor says its texts, and not their language. */
const translated = l10n.t('en');

/** The language of the texts for people, as a BCP 47 tag. */
export const textLanguage = /^[a-z]{2,3}(?:-[A-Za-z\d]{2,8})*$/.test(translated) ? translated : 'en';

/** The language of dates, times and numbers: that of the texts, and the system's own with English texts. */
export const timeLanguage = textLanguage === 'en' ? undefined : textLanguage;
