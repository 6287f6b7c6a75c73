/** The functions that a process offers to another one. Arguments and results are sent as JSON. */
type Functions = Readonly<Record<string, (...args: never[]) => unknown>>;

/** The functions of the other process. A call rejects when the function there throws, and when that process ends. */
export type Remote<F extends Functions> = {
  readonly [Name in keyof F]: (...args: Parameters<F[Name]>) => Promise<Awaited<ReturnType<F[Name]>>>;
};

/** One end of the channel between a process and its child process. */
export interface Channel {
  readonly send: (message: Message) => void;
  readonly onMessage: (listener: (message: Message) => void) => void;
  /** The other process has ended, with the reason for people. A process that ends with the other one has no use for it. */
  readonly onEnd?: (listener: (reason: string) => void) => void;
}

/** A call has a name, and its answer does not. */
export interface Message {
  readonly id: number;
  readonly name?: string;
  readonly args?: readonly unknown[];
  readonly result?: unknown;
  readonly error?: string;
}

/**
 * Lets two processes call each other's functions.
 * @param own the functions that the other process may call
 * @param textOf the text of an error, with which the call rejects in the other process
 */
export function connectTo<F extends Functions>(
  channel: Channel,
  own: Functions,
  textOf: (error: unknown) => string = String,
): Remote<F> {
  const waiting = new Map<number, (answer: Message) => void>();
  let last = 0;
  let ended: string | undefined;
  const answer = async ({ id, name = '', args = [] }: Message): Promise<Message> => {
    try {
      const run = own[name] as ((...args: readonly unknown[]) => unknown) | undefined;
      return { id, result: await run?.(...args) };
    } catch (error) {
      return { id, error: textOf(error) };
    }
  };
  channel.onMessage((message) => {
    if (message.name !== undefined) void answer(message).then(channel.send);
    else {
      waiting.get(message.id)?.(message);
      waiting.delete(message.id);
    }
  });
  channel.onEnd?.((reason) => {
    ended = reason;
    for (const [id, settle] of waiting) settle({ id, error: reason });
    waiting.clear();
  });
  const call = (name: string, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++last;
      const settle = ({ result, error }: Message): void => {
        if (error === undefined) resolve(result);
        else reject(new Error(error));
      };
      if (ended === undefined) {
        waiting.set(id, settle);
        channel.send({ id, name, args });
      } else settle({ id, error: ended });
    });
  return new Proxy({} as Remote<F>, {
    get: (_target, name: string) =>
      name === 'then' ? undefined : (...args: readonly unknown[]) => call(name, args),
  });
}
