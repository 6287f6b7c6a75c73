import * as l10n from '@vscode/l10n';
import { isAmazon, isLookAlike, issuerHostRegion, prefixDomain } from '../../core/cognitoHosts';
import { isLoopback, issuerOfPool, parseUrl, userPoolRegion, withoutSlash } from '../../core/issuer';
import { plain, sentences } from '../../core/text';
import { secureUrl } from '../../core/profile';
import type { RawDraft } from './profileDraft';

/**
 * The result of a reader: an unchecked draft, or why the text cannot be used, or undefined when the text is of another kind. The
 * reason is in whole sentences and never repeats the text.
 */
export type Reading =
  | {
      /** What the text is. */
      readonly what: string;
      /** The same after other texts, without a capital. */
      readonly also: string;
      readonly raw: RawDraft;
      readonly note?: string | undefined;
    }
  | string
  | undefined;

/** Paths of a user pool's own pages and endpoints. Source: AWS, "User pool endpoints and managed login reference". */
const poolPath =
  /^\/(?:login|logout|signup|forgotPassword|confirmUser|confirmForgotPassword|resendcode|passkeys|mfa|saml2|oauth2)(?:\/|$)/i;

/** Recognises an address with or without a scheme; undefined for any other text. */
export function recogniseAddress(text: string): Reading {
  const address = withScheme(text);
  if (address === undefined) return text.includes('@') ? l10n.t('This is an e-mail address.') : undefined;
  const url = parseUrl(address);
  if (url === undefined || url.hostname === '') return l10n.t('This address cannot be read.');
  return refuse(url) ?? readConsole(url) ?? readIssuer(url) ?? readDomain(url);
}

function withScheme(text: string): string | undefined {
  if (text.includes('://')) return text;
  if (/^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?(?:[/?#]|$)/.test(text)) return `http://${text}`;
  return /^[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]|$)/.test(text) ? `https://${text}` : undefined;
}

function refuse(url: URL): Reading {
  const { protocol, hostname, pathname, searchParams } = url;
  if (searchParams.has('code') && searchParams.has('state')) {
    return l10n.t('This is the answer to a sign-in. Run Cognito: Paste Callback URL… for it.');
  }
  if (protocol !== 'https:' && protocol !== 'http:') {
    return l10n.t(
      'This is not the address of a web page. A callback URL belongs into the app client’s list of allowed ones.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    return l10n.t('This address has a user name or a password in it. Paste it without them.');
  }
  if (protocol === 'http:' && !isLoopback(hostname)) {
    return l10n.t(
      'This address is not safe: plain http works only for localhost, 127.0.0.1 and [::1]. Use https, or set the server’s public address to one of them.',
    );
  }
  if (isLookAlike(hostname)) {
    return l10n.t`This is not Amazon’s domain, although it looks like one: ${hostname}.`;
  }
  if (/^cognito-identity(?:-fips)?\./.test(hostname)) {
    return l10n.t('This is the address of identity pools. Signing in is what a user pool does: cognito-idp.');
  }
  if (hostname.includes('.execute-api.')) {
    return l10n.t(
      'This is an API behind API Gateway, which takes tokens. Paste the user pool that issues them.',
    );
  }
  if (hostname.endsWith('.cloudfront.net')) {
    return l10n.t('This is what a custom domain points to. Paste the custom domain itself.');
  }
  if (/^\/error\/?$/.test(pathname) && (prefixDomain(hostname) !== undefined || searchParams.has('error'))) {
    return errorPage(searchParams.get('error'));
  }
  return undefined;
}

/** The error page of Cognito, for errors that it does not send to the callback URL. */
function errorPage(error: string | null): string {
  return sentences(
    l10n.t('This is Cognito’s error page.'),
    error !== null && l10n.t`It says ${plain(error).slice(0, 60)}.`,
    l10n.t('Paste the address of the login page.'),
  );
}

/** The address of a page of the AWS console. */
function readConsole(url: URL): Reading {
  if (!/(?:^|\.)console\.(?:aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn)$/.test(url.hostname)) {
    return undefined;
  }
  const path = `${url.pathname}${url.hash}`;
  const userPoolId = /\/(?:user-pools|pool)\/([\w-]+_[0-9a-zA-Z]+)/.exec(path)?.[1];
  const clientId = /\/app-clients\/(\w{20,128})/.exec(path)?.[1];
  if (userPoolId === undefined || issuerOfPool(userPoolId) === undefined) {
    return l10n.t(
      'This page of the AWS console names no user pool. Open the user pool’s own page and copy its address.',
    );
  }
  const { raw, note } = poolIn(url.searchParams.get('region') ?? '', userPoolId);
  return {
    what: l10n.t`User pool ${userPoolId}, from its page in the AWS console`,
    also: l10n.t`user pool ${userPoolId}, from its page in the AWS console`,
    raw: { ...raw, clientId },
    note,
  };
}

/**
 * A user pool that an address or an ARN of a Region names. A replicated pool has the same id in its secondary Region, so there its issuer
 * is kept.
 * @param region the name in the address; when it is not a Region, the Region in the id is used
 */
export function poolIn(
  region: string,
  userPoolId: string,
): { readonly raw: RawDraft; readonly note: string | undefined } {
  const issuer = issuerOfPool(userPoolId, region);
  const primary = userPoolRegion(userPoolId);
  if (issuer === undefined || primary === undefined || primary === region) {
    return { raw: { userPoolId }, note: undefined };
  }
  const note = l10n.t`It is used in ${region}. The primary Region of the user pool is probably ${primary}.`;
  return { raw: { issuer }, note };
}

/** An issuer, its discovery document or its key set. */
function readIssuer(url: URL): Reading {
  const region = issuerHostRegion(url.hostname);
  const [, segment = ''] = url.pathname.split('/');
  if (region !== undefined) {
    if (issuerOfPool(segment) === undefined) {
      return l10n.t('This address names no user pool. Its path should be the user pool id.');
    }
    const { raw, note } = poolIn(region, segment);
    return {
      what: l10n.t`User pool ${segment}, from its issuer`,
      also: l10n.t`user pool ${segment}, from its issuer`,
      raw,
      note,
    };
  }
  const [base = '', wellKnown] = url.pathname.split('/.well-known/');
  const isPool = /^\/[\w-]+_[0-9a-zA-Z]+\/?$/.test(base);
  if (isAmazon(url.hostname) || (wellKnown === undefined && !isPool)) return undefined;
  const issuer = withoutSlash(url.origin + base);
  return { what: l10n.t`Issuer ${issuer}`, also: l10n.t`issuer ${issuer}`, raw: { issuer } };
}

function titlesOf(
  host: string,
  isPage: boolean,
  isCustom: boolean,
): { readonly what: string; readonly also: string } {
  if (isPage) return { what: l10n.t`Login page of ${host}`, also: l10n.t`login page of ${host}` };
  return isCustom
    ? { what: l10n.t`Custom sign-in domain ${host}`, also: l10n.t`custom sign-in domain ${host}` }
    : { what: l10n.t`Sign-in domain ${host}`, also: l10n.t`sign-in domain ${host}` };
}

/** The sign-in domain, and the parameters in the address of a login page. */
function readDomain(url: URL): Reading {
  const { hostname, host, pathname, searchParams } = url;
  const prefix = prefixDomain(hostname);
  const loopback = isLoopback(hostname);
  if (prefix === undefined && isAmazon(hostname)) {
    return hostname.includes('amazoncognito')
      ? l10n.t('This is not a whole sign-in domain. It looks like PREFIX.auth.REGION.amazoncognito.com.')
      : l10n.t('This Amazon host is not a user pool.');
  }
  if (!loopback && /\.(?:json|js|mjs|ts|env|toml|ya?ml|txt|md)$/.test(hostname)) {
    return l10n.t('This is the name of a file. Files in this workspace are found by themselves.');
  }
  const ofPool = prefix !== undefined || poolPath.test(pathname) || searchParams.has('client_id');
  if (!ofPool && pathname !== '/') {
    return l10n.t('This page is not a user pool’s. If its host is a custom domain, paste the host alone.');
  }
  if (secureUrl(url.origin) === undefined) return l10n.t('This address cannot be used.');
  const domain = url.protocol === 'http:' ? url.origin : host;
  const value = (name: string): string | undefined => searchParams.get(name) ?? undefined;
  const implicit = (value('response_type') ?? 'code') !== 'code';
  return {
    ...titlesOf(host, searchParams.has('client_id'), prefix === undefined && !loopback),
    raw: {
      domain,
      clientId: value('client_id'),
      scopes: value('scope')
        ?.split(/[ +]+/)
        .filter((scope) => scope !== ''),
      redirectUris: value('redirect_uri'),
      logoutUris: value('logout_uri'),
      identityProvider: value('identity_provider'),
      lang: value('lang'),
      resource: value('resource'),
    },
    note: implicit
      ? l10n.t('It asks for the implicit grant; the authorization code is used instead.')
      : undefined,
  };
}
