import { basename } from 'node:path';
import { UsageError, wrongUsage } from '../../core/usageError';
import { capabilityVariable, socketVariable, type Refusal } from '../terminal/protocol';
import { help, readArguments } from './arguments';
import { askWindow, callerName, NoWindowError } from './askWindow';
import { print, printAwsKeys } from './print';
import { commandEnvironment, runCommand } from './runCommand';

const noWindow = 4;
const exitCodes: Readonly<Record<Refusal, number>> = {
  failed: 1,
  not_signed_in: 2,
  denied: 3,
  wrong_usage: wrongUsage,
};

const waitingTexts = {
  consent: 'Waiting for your answer in the editor…',
  sign_in: 'Waiting for your sign-in in the browser…',
} as const;

/** The program `cognito-token`. It prints one thing to stdout, and everything else to stderr. @returns the exit code */
async function main(): Promise<number> {
  const { help: isHelp, request, form, variable, command } = readArguments(process.argv.slice(2));
  if (isHelp) {
    process.stdout.write(help);
    return 0;
  }
  const { [socketVariable]: path, [capabilityVariable]: capability } = process.env;
  if (path === undefined || capability === undefined) {
    throw new NoWindowError(
      'Run cognito-token in a terminal of an editor window that has a Cognito profile.',
    );
  }
  const [program] = command;
  const caller = program === undefined ? callerName() : basename(program);
  const asked = caller === undefined ? request : { ...request, caller };
  const { line, close } = await askWindow({ path, capability }, asked, ({ waiting }) => {
    tell(waitingTexts[waiting]);
  });
  if ('refusal' in line) {
    tell(line.message);
    if (line.refusal === 'not_signed_in') tell('Run Cognito: Sign In in the editor, or add --sign-in.');
    return exitCodes[line.refusal];
  }
  if ('awsEndpoint' in line) {
    return runCommand(command, commandEnvironment(process.env, line.awsEndpoint)).finally(close);
  }
  if ('awsKeys' in line) {
    process.stdout.write(`${printAwsKeys(line.awsKeys)}\n`);
    return 0;
  }
  const seconds = Math.floor((line.expiresAt - Date.now()) / 1000);
  if (seconds < request.minSeconds) {
    tell(`The token is valid for ${seconds} seconds only, because the app client issues no longer ones.`);
  }
  process.stdout.write(`${print({ form, variable }, line, process.env.KUBERNETES_EXEC_INFO)}\n`);
  return 0;
}

function tell(text: string): void {
  process.stderr.write(`cognito-token: ${text}\n`);
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    tell(error instanceof Error ? error.message : String(error));
    if (error instanceof UsageError) tell('See cognito-token --help.');
    process.exitCode =
      error instanceof UsageError ? wrongUsage : error instanceof NoWindowError ? noWindow : 1;
  },
);
