import * as l10n from '@vscode/l10n';

/** The language of the texts for people, as a BCP 47 tag. Each bundle translates the message “en” with its own language tag. */
export function textLanguage(): string {
  const written = l10n.t('en');
  return /^[a-z]{2,3}(?:-[A-Za-z\d]{2,8})*$/.test(written) ? written : 'en';
}

/** The language of dates and times: that of the texts. @returns undefined for English texts, where the system's language decides */
export function timeLanguage(): string | undefined {
  const language = textLanguage();
  return language === 'en' ? undefined : language;
}
