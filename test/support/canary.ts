import { createHash } from 'node:crypto';
import type { BrowserContext, Page, Request } from 'playwright-core';

/** Finds out whether anything secret of a run was left where it does not belong. */
export interface Canary {
  /** Notes the codes, states and code challenges that a browser sends. */
  readonly watch: (context: BrowserContext) => void;
  /** Looks for secrets in a text. @param where for the report */
  readonly look: (where: string, text: string) => void;
  /** Looks at all that a window of the editor shows and has stored in the browser. */
  readonly lookAtWindow: (page: Page) => Promise<void>;
  /** What was found, and where. No secret itself. */
  readonly leaks: () => readonly string[];
  /** How many secrets were seen: a run that saw none has shown nothing. */
  readonly seen: () => number;
}

/** A signed or an encrypted token. */
const token = /eyJ[\w-]{20,}\.(?:[\w-]{20,}\.){1,3}[\w-]{20,}/;
/** What may be a code verifier: as long as ours are. */
const verifierLike = /(?<![\w-])[\w-]{43}(?![\w-])/g;

/** Where Developer: Open URL keeps what was typed into it: tests hand callbacks over that way, and people do not. */
const typedByTests = ' workbench.action.url.openUrl.lastInput';

/** @param known secrets that are no tokens and in no address */
export function createCanary(known: readonly string[] = []): Canary {
  const secrets = new Map(known.map((secret) => [secret, 'a client secret']));
  const challenges = new Set<string>();
  const found = new Set<string>();

  const look = (where: string, text: string): void => {
    if (token.test(text)) found.add(`a token in ${where}`);
    for (const [secret, what] of secrets) if (text.includes(secret)) found.add(`${what} in ${where}`);
    for (const [run] of text.matchAll(verifierLike)) {
      if (challenges.has(createHash('sha256').update(run).digest('base64url'))) {
        found.add(`a code verifier in ${where}`);
      }
    }
  };

  const note = (request: Request): void => {
    const { searchParams } = new URL(request.url());
    // A callback stands inside the address that hands it over.
    const inner = new URL(searchParams.get('url') ?? 'about:blank').searchParams;
    for (const parameters of [searchParams, inner]) {
      for (const [name, what] of [
        ['code', 'an authorization code'],
        ['state', 'a state'],
      ] as const) {
        const value = parameters.get(name) ?? '';
        if (value.length >= 20) secrets.set(value, what);
      }
      const challenge = parameters.get('code_challenge');
      if (challenge !== null) challenges.add(challenge);
    }
  };

  return {
    watch: (context) => {
      context.on('request', note);
    },
    look,
    lookAtWindow: async (page) => {
      for (const frame of page.frames()) {
        // A frame can be gone by now, and then it shows nothing.
        look('what a window shows', await frame.content().catch(() => ''));
      }
      for (const { where, text } of await page.evaluate<{ where: string; text: string }[]>(stored)) {
        if (!where.endsWith(typedByTests)) look(`what a window stores as ${where}`, text);
      }
    },
    leaks: () => [...found],
    seen: () => secrets.size + challenges.size,
  };
}

/** Runs in the page: everything in its storages, by name. */
const stored = `(async () => {
  const found = [localStorage, sessionStorage].flatMap((storage) =>
    Object.entries(storage).map(([where, text]) => ({ where, text })));
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const readable = (_, part) => (ArrayBuffer.isView(part) ? new TextDecoder().decode(part) : part);
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const records = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([done(records.getAllKeys()), done(records.getAll())]);
      values.forEach((value, index) => {
        const whole = readable('', value);
        const text = typeof whole === 'string' ? whole : JSON.stringify(whole, readable);
        found.push({ where: name + ' ' + String(keys[index]), text: text ?? '' });
      });
    }
    database.close();
  }
  return found;
})()`;
