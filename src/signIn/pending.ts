import * as v from 'valibot';
import { endpointsSchema } from '../core/endpoints';
import { CognitoError, isCognitoError, type ErrorCode } from '../core/errors';
import type { Vault } from '../sessions/vault';

const account = v.object({ id: v.string(), label: v.string() });

const pendingSchema = v.object({
  version: v.literal(1),
  /** Milliseconds since 1970. */
  expiresAt: v.number(),
  profile: v.string(),
  clientId: v.string(),
  redirectUri: v.string(),
  /** No other sign-in host has this callback URL, so a callback is accepted only with the address at which it arrived. */
  ownCallbackUrl: v.optional(v.boolean()),
  resource: v.optional(v.string()),
  acrValues: v.optional(v.array(v.string())),
  maxAge: v.optional(v.number()),
  expectation: v.optional(
    v.object({
      account: v.optional(account),
      asksUser: v.optional(v.boolean()),
      otherThan: v.optional(account),
      scopes: v.optional(v.array(v.string())),
    }),
  ),
  endpoints: endpointsSchema,
  state: v.string(),
  nonce: v.string(),
  codeVerifier: v.string(),
});

/** A sign-in whose callback has not come yet, with everything that a window needs to finish it. */
export type PendingSignIn = Readonly<v.InferOutput<typeof pendingSchema>>;

const outcomeSchema = v.union([
  v.object({ expiresAt: v.number(), done: v.literal(true), user: v.string() }),
  v.object({
    expiresAt: v.number(),
    done: v.literal(false),
    code: v.string(),
    detail: v.record(v.string(), v.optional(v.union([v.string(), v.number()]))),
  }),
]);

const pendingPrefix = 'pending:';
const outcomePrefix = 'outcome:';

/** How a sign-in ended: the `sub` of its user, or why it failed. */
export type Outcome = { readonly user: string } | { readonly error: CognitoError };

/** How long other windows can read that a sign-in was cancelled, in milliseconds: longer than an exchange can take. */
const noteLifetime = 600_000;

/** The pending sign-ins, in the secret storage by `state`, so that a reloaded window or another one can finish them. */
export interface PendingSignIns {
  add: (signIn: PendingSignIn) => Promise<void>;
  /** The states of the pending sign-ins of every window. */
  states: () => Promise<readonly string[]>;
  /**
   * Removes and returns a sign-in; undefined when it is unknown, already taken or too old.
   * @param mayTake when it returns false, the sign-in goes on waiting
   */
  take: (state: string, mayTake?: (signIn: PendingSignIn) => boolean) => Promise<PendingSignIn | undefined>;
  /** Whether this window has already taken a sign-in, so that another callback for it is only a repetition. */
  wasTaken: (state: string) => boolean;
  /**
   * Waits for a sign-in. `done` settles when a window has finished it, with the `sub` of its user.
   * `stop` ends the waiting; a sign-in that is not finished by then is cancelled, also when another window is finishing it.
   * @throws CognitoError why it failed
   */
  wait: (state: string) => { readonly done: Promise<string>; stop: () => Promise<void> };
  /** Whether a sign-in that is being finished here was cancelled meanwhile, in any window. @throws CognitoError secrets_unavailable */
  isCancelled: (state: string) => Promise<boolean>;
  /** Tells the waiting window how the sign-in ended. @returns whether that window is this one */
  settle: (signIn: PendingSignIn, outcome: Outcome) => Promise<boolean>;
}

/** @param now milliseconds since 1970 */
export function createPendingSignIns(vault: Vault, now: () => number = Date.now): PendingSignIns {
  const waiting = new Map<string, (outcome: Outcome) => void>();
  /** Taken here and not settled yet. */
  const finishing = new Set<string>();
  /** Sign-ins that `take` does not return again: their record is being read here, or whether it could be deleted here. */
  const closed = new Map<string, 'reading' | Promise<boolean>>();
  /** When the storage fails to delete a record, its age limit ends it. */
  const forget = (key: string): Promise<boolean> =>
    vault.delete(key).then(
      () => true,
      () => false,
    );
  const close = (state: string): Promise<boolean> => {
    const isDeleted = forget(pendingPrefix + state);
    closed.set(state, isDeleted);
    return isDeleted;
  };
  const writeOutcome = (state: string, expiresAt: number, outcome: Outcome): Promise<void> => {
    const written: v.InferOutput<typeof outcomeSchema> =
      'error' in outcome
        ? { expiresAt, done: false, code: outcome.error.code, detail: outcome.error.detail }
        : { expiresAt, done: true, user: outcome.user };
    return vault.put(outcomePrefix + state, JSON.stringify(written));
  };

  return {
    add: async (signIn) => {
      await sweep(vault, now(), forget);
      await vault.put(pendingPrefix + signIn.state, JSON.stringify(signIn));
    },
    states: async () => {
      await sweep(vault, now(), forget);
      const keys = (await vault.keys()).filter((key) => key.startsWith(pendingPrefix));
      const texts = await Promise.all(keys.map((key) => vault.get(key)));
      // A record that cannot be decrypted is no sign-in that can go on.
      return keys
        .filter((_, index) => texts[index] !== undefined)
        .map((key) => key.slice(pendingPrefix.length));
    },
    take: async (state, mayTake = () => true) => {
      // A second callback with the same state may arrive before the record is deleted.
      if (closed.has(state)) return undefined;
      closed.set(state, 'reading');
      try {
        const signIn = read(pendingSchema, await vault.get(pendingPrefix + state));
        if (signIn === undefined || !mayTake(signIn)) return undefined;
        // The code is exchanged meanwhile.
        void close(state);
        if (signIn.state !== state || signIn.expiresAt <= now()) return undefined;
        finishing.add(state);
        return signIn;
      } catch (error) {
        // Tell the sign-in that waits for this callback, if it is one of this window.
        if (isCognitoError(error)) waiting.get(state)?.({ error });
        throw error;
      } finally {
        if (closed.get(state) === 'reading') closed.delete(state);
      }
    },
    wasTaken: (state) => closed.has(state),
    wait: (state) => {
      const key = outcomePrefix + state;
      let isFinished = false;
      let subscription: { readonly dispose: () => void } | undefined;
      const done = new Promise<string>((resolve, reject) => {
        const finish = (outcome: Outcome): void => {
          isFinished = true;
          if ('error' in outcome) reject(outcome.error);
          else resolve(outcome.user);
        };
        const look = async (): Promise<void> => {
          const outcome = read(outcomeSchema, await vault.get(key));
          if (outcome === undefined) return;
          // Deleting fires a change event too: without this, it would be read again for ever.
          subscription?.dispose();
          await forget(key);
          finish(
            outcome.done
              ? { user: outcome.user }
              : { error: new CognitoError(outcome.code as ErrorCode, outcome.detail) },
          );
        };
        waiting.set(state, finish);
        subscription = vault.onDidChange((changed) => {
          if (changed === key) look().catch(reject);
        });
      });
      return {
        done,
        stop: async () => {
          subscription?.dispose();
          // Cancelled while its code is being exchanged: the result is dropped.
          if (finishing.has(state)) waiting.set(state, ignore);
          else {
            waiting.delete(state);
            // Written before the record is deleted, so that a window that takes the record now finds it.
            const error = new CognitoError('sign_in_cancelled');
            if (!isFinished) await writeOutcome(state, now() + noteLifetime, { error });
          }
          if ((await closed.get(state)) !== true) await close(state);
        },
      };
    },
    isCancelled: async (state) =>
      waiting.has(state)
        ? waiting.get(state) === ignore
        : (await vault.get(outcomePrefix + state)) !== undefined,
    settle: async ({ state, expiresAt }, outcome) => {
      const finish = waiting.get(state);
      finishing.delete(state);
      waiting.delete(state);
      if (finish) finish(outcome);
      else await writeOutcome(state, expiresAt, outcome);
      return finish !== undefined;
    },
  };
}

/** Placeholder: the waiting window gave up. */
function ignore(): void {
  // The result is dropped.
}

/** Removes the records of sign-ins whose window was closed before they ended. */
async function sweep(vault: Vault, now: number, forget: (key: string) => Promise<unknown>): Promise<void> {
  // When the keys cannot be listed, the records are removed another time.
  for (const key of await vault.keys().catch(() => [])) {
    if (!key.startsWith(pendingPrefix) && !key.startsWith(outcomePrefix)) continue;
    const text = await vault.get(key);
    // It has been deleted meanwhile. When its window stores it again, as `Vault.put` may, it has to stay.
    if (text === undefined) continue;
    const schema = key.startsWith(pendingPrefix) ? pendingSchema : outcomeSchema;
    const entry: { expiresAt: number } | undefined = read(schema, text);
    if (entry === undefined || entry.expiresAt <= now) await forget(key);
  }
}

function read<S extends typeof pendingSchema | typeof outcomeSchema>(
  schema: S,
  text: string | undefined,
): v.InferOutput<S> | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text);
  return parsed.success ? parsed.output : undefined;
}
