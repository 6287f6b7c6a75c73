import { toJsonSchema } from '@valibot/to-json-schema';
import { configSchema } from '../src/localPool/configSchema';

/**
 * The JSON schema of the local user pool's configuration, which package.json contributes as `dist/localUserPool.schema.json`. Rules
 * that JSON Schema cannot express, such as those of callback URLs, are left out.
 */
export function poolConfigSchema(): object {
  return toJsonSchema(configSchema, {
    typeMode: 'input',
    errorMode: 'ignore',
    // The editor shows this text instead of the pattern.
    overrideAction: ({ valibotAction, jsonSchema }) =>
      valibotAction.type === 'regex' && 'message' in valibotAction
        ? { ...jsonSchema, patternErrorMessage: valibotAction.message }
        : undefined,
  });
}
