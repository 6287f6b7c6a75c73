import { createInterface } from 'node:readline';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';

/** Calls AWS once for each line of its input with one client of the SDK, and prints who AWS says it is. */
const client = new STSClient({
  region: 'us-east-1',
  endpoint: process.argv[2] ?? '',
  credentials: fromNodeProviderChain(),
});

async function call(): Promise<string> {
  try {
    return (await client.send(new GetCallerIdentityCommand({}))).Arn ?? 'nobody';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
  }
}

async function answerEachLine(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'call') process.stdout.write(`${await call()}\n`);
  }
}

void answerEachLine();
