import { callHandler } from './callHandler';
import { endInTime } from './endInTime';
import { loadHandler } from './loadHandler';
import type { Call, CallResult } from './protocol';

/** The most bytes of an answer. Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const mostBytes = 6_291_556;

/** The trigger does not find it, because Lambda has no such function, and its message would be taken for the answer. */
const send = process.send?.bind(process);
delete process.send;

let isAnswered = false;

/** Sends the result, and ends the program. The first result counts. */
function finish(result: CallResult): void {
  if (isAnswered) return;
  isAnswered = true;
  send?.(result, () => process.exit());
}

function fail(error: unknown): void {
  // Code can give an error any message, such as the JSON of an answer.
  const { message, stack }: { readonly message: unknown; readonly stack?: unknown } =
    error instanceof Error ? error : { message: error };
  finish({ error: String(message), stack: String(stack ?? message) });
}

function succeed(answer: unknown): void {
  const json = JSON.stringify(answer ?? null);
  if (Buffer.byteLength(json) <= mostBytes) finish({ answer: json });
  else fail(new Error(`Response payload size exceeded maximum allowed payload size (${mostBytes} bytes).`));
}

async function run({ file, handler, event, timeout }: Call): Promise<void> {
  endInTime(timeout);
  const loaded = await loadHandler(file, handler);
  // The program may end when the handler has nothing left to do.
  process.channel?.unref();
  succeed(await callHandler(loaded, event, timeout));
}

/**
 * Runs a trigger in a process of its own, which gets one `Call` and answers with one `CallResult`. Its parent has started it and
 * reads what the trigger prints.
 */
function main(): void {
  process.setSourceMapsEnabled(true);
  process.on('uncaughtException', fail);
  // As in Lambda, the answer is null when a handler ends without one.
  process.once('beforeExit', () => {
    succeed(null);
  });
  process.once('disconnect', () => process.exit());
  process.once('message', (call: Call) => {
    run(call).catch(fail);
  });
}

main();
