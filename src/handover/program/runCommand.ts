import { constants } from 'node:os';
import { spawn } from 'cross-spawn';
import type { AwsEndpoint } from '../terminal/protocol';

/** The variable in which the wrapper keeps NODE_OPTIONS, which it removes from this program's environment. */
const keptNodeOptions = 'COGNITO_TOKEN_NODE_OPTIONS';
/** What the wrapper needs for itself. */
const ofWrapper = ['ELECTRON_RUN_AS_NODE', keptNodeOptions, 'COGNITO_TOKEN_FOLDER'] as const;

/** Credentials that the SDKs of AWS would take before those of the endpoint. */
const otherCredentials = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_ROLE_ARN',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
] as const;

/**
 * The environment of a command that gets AWS credentials from an endpoint.
 * Source: AWS SDKs and Tools Reference Guide, "Container credential provider", "Understand the credential provider chain".
 */
export function commandEnvironment(
  environment: NodeJS.ProcessEnv,
  { url, authorization }: AwsEndpoint,
  platform: NodeJS.Platform = process.platform,
): NodeJS.ProcessEnv {
  const removed = new Set<string>([...otherCredentials, ...ofWrapper]);
  // The case of a name means nothing on Windows.
  const isRemoved = (name: string): boolean => removed.has(platform === 'win32' ? name.toUpperCase() : name);
  const kept = Object.entries(environment).filter(([name]) => !isRemoved(name));
  const nodeOptions = environment[keptNodeOptions];
  return {
    ...Object.fromEntries(kept),
    ...(nodeOptions && { NODE_OPTIONS: nodeOptions }),
    AWS_CONTAINER_CREDENTIALS_FULL_URI: url,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: authorization,
  };
}

/**
 * The signals that are passed on to the command. Windows has none: when its terminal is closed, the system tells both programs, and
 * sending a signal would end the command before it has cleaned up.
 */
export function passedSignals(
  platform: NodeJS.Platform = process.platform,
): readonly ('SIGTERM' | 'SIGHUP')[] {
  return platform === 'win32' ? [] : ['SIGTERM', 'SIGHUP'];
}

/**
 * Runs a command in this terminal to its end.
 * @returns its exit code, as a shell gives it: 128 and the signal's number for one that a signal has ended
 * @throws Error when the command cannot be started
 */
export function runCommand([file = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, stdio: 'inherit' });
    // A terminal sends Ctrl+C to the command too, which decides what it means. On Windows, the same goes for a closed terminal.
    for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
    for (const signal of passedSignals()) process.on(signal, () => child.kill(signal));
    child.on('error', (error) => {
      reject(new Error(`${file} could not be started: ${error.message}`));
    });
    child.on('exit', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
