import { parseArgs } from 'node:util';
import { asUsage, UsageError } from '../../core/usageError';

/** What the command line asks for. */
export interface Arguments {
  readonly help: boolean;
  /** The path of the configuration; undefined for the built-in one. */
  readonly config: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly https: boolean;
}

export const help = `cognito-local-user-pool runs a user pool that answers as Amazon Cognito does.

Usage: cognito-local-user-pool [options]

  --config FILE  a JSON file with users and app clients; built-in ones without it
  --host HOST    localhost, 127.0.0.1 or ::1; 127.0.0.1 when left out
  --port PORT    9270 when left out; 0 is any free port
  --https        with a certificate that is made once, in the folder
                 .cognito-local-user-pool of your home folder
  --help         this text

It prints one line of JSON when it answers: the issuer, the sign-in domain, the
app clients, and with --https the path of the certificate to trust. It runs
until it gets SIGTERM or SIGINT, and keeps nothing but the certificate.
`;

const defaultPort = 9270;

/** Reads the command line. @param argv without the program @throws UsageError */
export function readArguments(argv: readonly string[]): Arguments {
  const { help: isHelp, https, config, host, port } = asUsage(() => parse([...argv]));
  return {
    help: isHelp === true,
    config,
    host: host ?? '127.0.0.1',
    port: port === undefined ? defaultPort : readPort(port),
    https: https === true,
  };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { config: text, host: text, port: text, https: flag, help: flag } as const;
  return parseArgs({ args, options }).values;
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (port <= 65_535) return port;
  throw new UsageError('--port takes a number from 0 to 65535.');
}
