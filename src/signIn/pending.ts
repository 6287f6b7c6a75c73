import { array, literal, number, object, optional, record, safeParse, string, union } from 'valibot';
import type { InferOutput } from 'valibot';
import { endpointsSchema } from '../core/endpoints';
import { CognitoError, isCognitoError } from '../core/errors';
import type { ErrorCode } from '../core/errors';
import type { Vault } from '../sessions/vault';

const pendingSchema = object({
  version: literal(1),
  /** Milliseconds since 1970. */
  expiresAt: number(),
  profile: string(),
  clientId: string(),
  redirectUri: string(),
  resource: optional(string()),
  asked: optional(
    object({
      account: optional(object({ id: string(), label: string() })),
      scopes: optional(array(string())),
    }),
  ),
  endpoints: endpointsSchema,
  state: string(),
  nonce: string(),
  codeVerifier: string(),
});

/** A sign-in whose callback has not come yet, with all that any window needs to finish it. */
export type PendingSignIn = Readonly<InferOutput<typeof pendingSchema>>;

const outcomeSchema = union([
  object({ expiresAt: number(), done: literal(true) }),
  object({
    expiresAt: number(),
    done: literal(false),
    code: string(),
    detail: record(string(), optional(union([string(), number()]))),
  }),
]);

const pendingPrefix = 'pending:';
const outcomePrefix = 'outcome:';

/** The sign-ins that wait, in SecretStorage by `state`, so that a reloaded window or another one can finish them. */
export interface PendingSignIns {
  add: (signIn: PendingSignIn) => Promise<void>;
  /** The states of all sign-ins that wait, in any window. */
  states: () => Promise<readonly string[]>;
  /** Removes and returns a sign-in; undefined when it is unknown, taken already or too old. */
  take: (state: string) => Promise<PendingSignIn | undefined>;
  /** Settles when the sign-in has been finished here or in another window. @throws CognitoError why it failed */
  wait: (state: string) => { readonly done: Promise<void>; stop: () => Promise<void> };
  /** Whether a sign-in that is being finished here was cancelled meanwhile. */
  isCancelled: (state: string) => boolean;
  /** Tells the window that waits how it ended. @returns whether that window is this one */
  settle: (signIn: PendingSignIn, error?: CognitoError) => Promise<boolean>;
}

/** @param now milliseconds since 1970 */
export function createPendingSignIns(vault: Vault, now: () => number = Date.now): PendingSignIns {
  const waiting = new Map<string, (error?: CognitoError) => void>();
  /** Taken here, and not settled yet. */
  const finishing = new Set<string>();
  /** Being taken here, or impossible to delete: no second callback gets them. */
  const taken = new Set<string>();
  /** A storage that will not delete does not end a sign-in: the age limit ends the record. */
  const forget = (key: string): Promise<boolean> =>
    vault.delete(key).then(
      () => true,
      () => false,
    );

  return {
    add: async (signIn) => {
      await sweep(vault, now(), forget);
      await vault.put(pendingPrefix + signIn.state, JSON.stringify(signIn));
    },
    states: async () => {
      await sweep(vault, now(), forget);
      const keys = await vault.keys();
      return keys
        .filter((key) => key.startsWith(pendingPrefix))
        .map((key) => key.slice(pendingPrefix.length));
    },
    take: async (state) => {
      // Two callbacks with one state may arrive before the first has been deleted.
      if (taken.has(state)) return undefined;
      taken.add(state);
      let gone = true;
      try {
        const signIn = read(pendingSchema, await vault.get(pendingPrefix + state));
        if (signIn === undefined) return undefined;
        gone = await forget(pendingPrefix + state);
        if (signIn.state !== state || signIn.expiresAt <= now()) return undefined;
        finishing.add(state);
        return signIn;
      } catch (error) {
        // A callback that nobody waits for stays without an answer.
        if (isCognitoError(error)) waiting.get(state)?.(error);
        throw error;
      } finally {
        if (gone) taken.delete(state);
      }
    },
    wait: (state) => {
      const key = outcomePrefix + state;
      let subscription: { readonly dispose: () => void } | undefined;
      const done = new Promise<void>((resolve, reject) => {
        const finish = (error?: CognitoError): void => {
          if (error) reject(error);
          else resolve();
        };
        const look = async (): Promise<void> => {
          const outcome = read(outcomeSchema, await vault.get(key));
          if (outcome === undefined) return;
          // A deletion is a change too, also one that fails: it would be looked at for ever.
          subscription?.dispose();
          await forget(key);
          finish(outcome.done ? undefined : new CognitoError(outcome.code as ErrorCode, outcome.detail));
        };
        waiting.set(state, finish);
        subscription = vault.onDidChange((changed) => {
          if (changed === key) look().catch(reject);
        });
      });
      return {
        done,
        stop: async () => {
          // Cancelled while its code is being exchanged: whatever comes of it, nobody is left to tell.
          if (finishing.has(state)) waiting.set(state, ignore);
          else waiting.delete(state);
          subscription?.dispose();
          if (!(await forget(pendingPrefix + state))) taken.add(state);
        },
      };
    },
    isCancelled: (state) => waiting.get(state) === ignore,
    settle: async (signIn, error) => {
      const finish = waiting.get(signIn.state);
      finishing.delete(signIn.state);
      waiting.delete(signIn.state);
      if (finish) {
        finish(error);
        return true;
      }
      const expiresAt = signIn.expiresAt;
      const outcome = error
        ? { expiresAt, done: false, code: error.code, detail: error.detail }
        : { expiresAt, done: true };
      await vault.put(outcomePrefix + signIn.state, JSON.stringify(outcome));
      return false;
    },
  };
}

/** Stands for a window that no longer waits. */
function ignore(): void {
  // There is nobody to tell.
}

/** Removes what sign-ins left behind whose window was closed before they ended. */
async function sweep(vault: Vault, now: number, forget: (key: string) => Promise<unknown>): Promise<void> {
  // What cannot be listed now is removed another time.
  for (const key of await vault.keys().catch(() => [])) {
    if (!key.startsWith(pendingPrefix) && !key.startsWith(outcomePrefix)) continue;
    const schema = key.startsWith(pendingPrefix) ? pendingSchema : outcomeSchema;
    const entry: { expiresAt: number } | undefined = read(schema, await vault.get(key));
    if (entry === undefined || entry.expiresAt <= now) await forget(key);
  }
}

function read<S extends typeof pendingSchema | typeof outcomeSchema>(
  schema: S,
  text: string | undefined,
): InferOutput<S> | undefined {
  if (text === undefined) return undefined;
  try {
    const parsed = safeParse(schema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
