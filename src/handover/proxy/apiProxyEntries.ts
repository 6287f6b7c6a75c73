import { createEntryReader } from '../entryReader';
import { apiProxySchema } from './apiProxySettings';

/** The entries of `cognito.apiProxies`. */
export const apiProxyEntries = createEntryReader({
  setting: 'apiProxies',
  schema: apiProxySchema,
  missing: 'api_proxy_missing',
  invalid: 'api_proxy_invalid',
});
