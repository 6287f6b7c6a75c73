import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { entryMembers, entryText, targetUrl, type SettingEntry } from '../settingEntries';

/** One entry of the setting `cognito.apiProxies`. */
export const apiProxySchema = v.object({
  ...entryMembers,
  url: targetUrl(
    ({ search }) => search === '',
    l10n.t('must be an https URL without a query; plain http works on loopback only'),
  ),
  origins: v.optional(
    v.array(v.pipe(entryText, v.check(isOrigin, l10n.t('must be like https://example.com')))),
    [],
  ),
  /** Left out: true for a production profile. */
  readOnly: v.optional(v.boolean()),
});

export type ApiProxySettings = Readonly<v.InferOutput<typeof apiProxySchema>>;
export type ApiProxyEntry = SettingEntry<ApiProxySettings>;

function isOrigin(origin: string): boolean {
  return URL.canParse(origin) && new URL(origin).origin === origin;
}
