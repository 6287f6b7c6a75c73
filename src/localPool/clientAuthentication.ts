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
  const inBody = { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
  for (const { id, secret } of basicCredentials(request.headers.authorization) ?? [inBody]) {
    const client = findClient(pool, id);
    if (client === undefined || (form.has('client_id') && inBody.id !== id)) continue;
    if (isSameSecret(client.secret ?? '', secret)) return client;
  }
  return undefined;
}

interface Credentials {
  readonly id: string;
  readonly secret: string;
}

/**
 * The credentials of a Basic header: as they are, which AWS documents, and decoded, because RFC 6749 requires clients to encode them.
 * Undefined for another scheme. A text without a colon has none.
 */
function basicCredentials(header: string | undefined): readonly Credentials[] | undefined {
  const encoded = /^Basic +(\S+)\s*$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  if (id === undefined || secret === undefined) return [];
  return [
    { id, secret },
    { id: formDecode(id), secret: formDecode(secret) },
  ];
}

/** A value of a form. A text that is not encoded stays as it is. */
function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
