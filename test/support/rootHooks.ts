import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { RootHookObject } from 'mocha';

/** The hooks of unhandledRejections.js for a Mocha that a program starts. @param root the folder of the project */
export function unhandledRejections(root: string): RootHookObject {
  const load = createRequire(join(root, 'package.json'));
  return (load('./test/support/unhandledRejections.js') as { readonly mochaHooks: RootHookObject })
    .mochaHooks;
}
