import { parseArgs } from 'node:util';
import { asUsage, UsageError } from '../../core/usageError';
import type { TokenRequest } from '../terminal/tokenRequest';

/** How a token is printed. */
export type Form = 'bare' | 'header' | 'env' | 'json' | 'exec-credential' | 'mcp-headers';

export interface Arguments {
  readonly help: boolean;
  readonly form: Form;
  /** The name of the variable of the form `env`. */
  readonly variable: string;
  readonly request: Omit<TokenRequest, 'caller'>;
  /** The command to run with AWS credentials, and its arguments; empty without one. */
  readonly command: readonly string[];
}

export const help = `cognito-token prints a valid token of an Amazon Cognito profile of this window.

Usage: cognito-token [PROFILE] [options]
       cognito-token [PROFILE] --aws -- COMMAND [ARGUMENTS]

  PROFILE            the name of a profile; without it, the active one
  --as USER          of a signed-in user: user name, e-mail address or sub
  --id               the ID token instead of the access token
  --header           Authorization: Bearer TOKEN
  --env [NAME]       NAME=TOKEN; NAME is COGNITO_ACCESS_TOKEN when left out
  --json             JSON with the token and its expiry
  --exec-credential  a credential for kubectl
  --mcp-headers      the headers for an MCP server, as JSON
  --aws              AWS credentials, as JSON for credential_process; with a
                     COMMAND, runs it with AWS credentials that stay valid
  --min-seconds N    how long the token is valid at least; 120 when left out
  --sign-in          opens the browser when you are not signed in, and waits
  --help             this text

Exit codes: 0 done, 1 failed, 2 not signed in, 3 not allowed by you,
            4 no editor window, 64 wrong usage

Example: curl -H "$(cognito-token --header)" https://api.example.com/orders
`;

const forms = ['header', 'env', 'json', 'exec-credential', 'mcp-headers', 'aws'] as const;
const variableName = /^[A-Za-z_]\w*$/;
const defaultMinSeconds = 120;
const longestMinSeconds = 86_400;

/** Reads the command line. @param argv without the program @throws UsageError */
export function readArguments(argv: readonly string[]): Arguments {
  const end = argv.indexOf('--');
  const command = end < 0 ? [] : argv.slice(end + 1);
  const { values, positionals } = asUsage(() => parse(withVariable(end < 0 ? argv : argv.slice(0, end))));
  const [profile, extra] = positionals;
  if (extra !== undefined) throw new UsageError(`There is one profile too many: ${extra}`);
  const chosen = forms.filter((form) => values[form] !== undefined);
  if (chosen.length > 1) {
    throw new UsageError(`Use one of ${chosen.map((form) => `--${form}`).join(' and ')}.`);
  }
  if (values.env && !variableName.test(values.env)) {
    throw new UsageError(`${values.env} cannot be the name of a variable.`);
  }
  if (values.as?.trim() === '') throw new UsageError('Name a user after --as.');
  if (values.aws === true && (values.id === true || values['min-seconds'] !== undefined)) {
    throw new UsageError('--id and --min-seconds are about tokens. Leave them out with --aws.');
  }
  if (end >= 0 && (values.aws !== true || command.length === 0)) {
    throw new UsageError('Write the command to run after --aws --.');
  }
  const [form = 'bare'] = chosen;
  const kind = values.aws === true ? 'aws' : values.id === true ? 'id' : 'access';
  return {
    help: values.help === true,
    form: form === 'aws' ? 'bare' : form,
    variable: values.env || (kind === 'id' ? 'COGNITO_ID_TOKEN' : 'COGNITO_ACCESS_TOKEN'),
    request: {
      kind,
      minSeconds: readMinSeconds(values['min-seconds']),
      signIn: values['sign-in'] === true,
      ...(profile !== undefined && { profile }),
      ...(values.as !== undefined && { user: values.as }),
      ...(command.length > 0 && { asEndpoint: true }),
    },
    command,
  };
}

function parse(args: string[]) {
  const flag = { type: 'boolean' } as const;
  const text = { type: 'string' } as const;
  const options = {
    as: text,
    id: flag,
    header: flag,
    env: text,
    json: flag,
    'exec-credential': flag,
    'mcp-headers': flag,
    aws: flag,
    'min-seconds': text,
    'sign-in': flag,
    help: flag,
  };
  return parseArgs({ args, options, allowPositionals: true });
}

/** `--env` takes the next word when that can be the name of a variable. parseArgs knows no option with an optional value. */
function withVariable(argv: readonly string[]): string[] {
  const at = argv.indexOf('--env');
  if (at < 0) return [...argv];
  const next = argv[at + 1] ?? '';
  const isName = variableName.test(next);
  return [...argv.slice(0, at), `--env=${isName ? next : ''}`, ...argv.slice(isName ? at + 2 : at + 1)];
}

function readMinSeconds(text: string | undefined): number {
  if (text === undefined) return defaultMinSeconds;
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  if (seconds <= longestMinSeconds) return seconds;
  throw new UsageError(`--min-seconds takes whole seconds, at most ${longestMinSeconds}.`);
}
