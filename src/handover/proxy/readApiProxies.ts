import { CognitoError } from '../../core/errors';
import { settingsLayers } from '../../profiles/settings';
import { parseApiProxies, type ApiProxyEntry } from './apiProxySettings';

/** The entries of `cognito.apiProxies` that can be used. */
export function readApiProxies(): readonly ApiProxyEntry[] {
  return parseApiProxies(settingsLayers('apiProxies')).entries;
}

/** One entry of `cognito.apiProxies` by its name. @throws CognitoError api_proxy_missing, api_proxy_invalid */
export function readApiProxy(name: string): ApiProxyEntry {
  const { entries, invalidEntries } = parseApiProxies(settingsLayers('apiProxies'));
  const entry = entries.find(({ settings }) => settings.name === name);
  if (entry !== undefined) return entry;
  const invalid = invalidEntries.find((candidate) => candidate.name === name);
  if (invalid !== undefined) throw new CognitoError('api_proxy_invalid', { ...invalid });
  throw new CognitoError('api_proxy_missing', { name });
}

/**
 * The names that a user can choose from.
 * @throws CognitoError api_proxy_missing when there is no entry, api_proxy_invalid when none can be used
 */
export function apiProxyNames(): readonly string[] {
  const { entries, invalidEntries } = parseApiProxies(settingsLayers('apiProxies'));
  const [invalid] = invalidEntries;
  if (entries.length === 0) {
    throw invalid === undefined
      ? new CognitoError('api_proxy_missing')
      : new CognitoError('api_proxy_invalid', { ...invalid });
  }
  return entries.map(({ settings }) => settings.name);
}
