import type { ErrorCode } from '../../core/errors';
import { sentence } from '../../core/text';
import { text, type Explain } from '../problem';

/** What is wrong with the settings of the local user pool. */
export const localPoolProblems = {
  local_pool_config: (detail) => ({
    what: 'The local user pool cannot start with these settings.',
    why: sentence(text(detail, 'reason', 'They could not be read')),
    next: 'Correct the file named by cognito.localUserPool.configFile, or clear that setting.',
    remedies: ['open_settings'],
  }),
} satisfies Partial<Record<ErrorCode, Explain>>;
