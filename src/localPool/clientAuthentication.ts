import { isSameSecret } from '../loopback/sameSecret';
import type { LocalClient } from './configSchema';
import type { PoolRequest } from './http';
import { findClient, type Pool } from './pool';

/**
 * Authenticates the app client of a form: with HTTP Basic, with `client_id` and `client_secret`, or with `client_id` alone for
 * a public client (RFC 6749 section 2.3.1). Undefined when the pool has no such id and secret.
 */
export function authenticateClient(pool: Pool, request: PoolRequest): LocalClient | undefined {
  const { form } = request;
  const sent = basicCredentials(request.headers.authorization) ?? {
    id: form.get('client_id') ?? '',
    secret: form.get('client_secret') ?? '',
  };
  const client = findClient(pool, sent.id);
  const idInBody = form.get('client_id');
  if (client === undefined || (idInBody !== null && idInBody !== sent.id)) return undefined;
  return isSameSecret(client.secret ?? '', sent.secret) ? client : undefined;
}

/** Undefined for another scheme than Basic. Text without a colon gives empty credentials, which no client has. */
function basicCredentials(header: string | undefined): { id: string; secret: string } | undefined {
  const encoded = /^Basic +(\S+)\s*$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0
    ? { id: '', secret: '' }
    : { id: percentDecode(decoded.slice(0, colon)), secret: percentDecode(decoded.slice(colon + 1)) };
}

/** RFC 6749 requires id and secret to be encoded, but most clients send them as they are. `+` stays, because ids contain it. */
function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
