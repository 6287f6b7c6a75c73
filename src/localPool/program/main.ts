import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isCognitoError } from '../../core/errors';
import { defined } from '../../core/members';
import { UsageError, wrongUsage } from '../../core/usageError';
import { madeCertificate, madeCertificateFiles } from '../certificate';
import { parseLocalPoolConfig } from '../config';
import type { LocalPoolConfig, LocalTrigger } from '../configSchema';
import { readJsonFile } from '../jsonFile';
import { startLocalPool, type LocalPool, type LocalPoolOptions } from '../localPool';
import { createPoolTrigger } from '../triggers/poolTrigger';
import type { PreTokenGeneration } from '../triggers/preTokenGeneration';
import { help, readArguments } from './arguments';

/** The program `cognito-local-user-pool`. It prints one line to stdout when the pool answers, and problems to stderr. */
async function main(): Promise<void> {
  const { help: isHelp, https, config, host, port } = readArguments(process.argv.slice(2));
  if (isHelp) {
    process.stdout.write(help);
    return;
  }
  const files = https ? madeCertificateFiles(join(homedir(), '.cognito-local-user-pool')) : undefined;
  const pool = await startLocalPool({
    host,
    port,
    ...(config !== undefined && (await configured(config))),
    ...(files && { tls: await madeCertificate(files, host, Date.now()) }),
  });
  const stop = (): void => {
    // At once, because a trigger that runs would keep this process for up to five seconds.
    void pool.stop().then(() => process.exit());
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.stdout.write(
    `${JSON.stringify({ ...readyLine(pool), certificateFile: files?.certificateFile })}\n`,
  );
}

/** What a test needs to sign in. Passwords are in the configuration and in the documentation. */
function readyLine({ issuer, domain, config: { poolId, clients } }: LocalPool): object {
  return {
    issuer,
    domain,
    userPoolId: poolId,
    clients: clients.map(({ name, clientId }) => ({ name, clientId })),
  };
}

/** The configuration of a file, and the trigger that it names. */
async function configured(file: string): Promise<Pick<LocalPoolOptions, 'config' | 'preTokenGeneration'>> {
  const config = await readConfig(file);
  const trigger = config.triggers.preTokenGeneration;
  return defined({ config, preTokenGeneration: trigger && poolTrigger(trigger, file) });
}

async function readConfig(file: string): Promise<LocalPoolConfig> {
  let json: unknown;
  try {
    json = await readJsonFile(file);
  } catch {
    throw new Error(`${file} is missing or not JSON.`);
  }
  return parseLocalPoolConfig(json);
}

/** Who starts the program names the configuration, so the trigger is run without a question. */
function poolTrigger(trigger: LocalTrigger, configFile: string): PreTokenGeneration {
  const file = resolve(dirname(configFile), trigger.file);
  if (!existsSync(file)) throw new Error(`${file} is missing, which ${configFile} names as a trigger.`);
  return createPoolTrigger({ ...trigger, file }, join(__dirname, 'preTokenTrigger.js'), {
    error: print,
    warn: print,
  });
}

function print(problem: string): void {
  process.stderr.write(`cognito-local-user-pool: ${problem}\n`);
}

main().catch((error: unknown) => {
  print(explain(error));
  if (error instanceof UsageError) process.stderr.write('See cognito-local-user-pool --help.\n');
  process.exitCode = error instanceof UsageError ? wrongUsage : 1;
});

function explain(error: unknown): string {
  if (isCognitoError(error, 'port_taken')) {
    return `port ${error.detail.port ?? ''} of ${error.detail.host ?? ''} is taken. Choose another one with --port.`;
  }
  if (isCognitoError(error, 'local_pool_config') || isCognitoError(error, 'local_pool_certificate')) {
    return `${error.detail.reason ?? ''}.`;
  }
  return error instanceof Error ? error.message : String(error);
}
