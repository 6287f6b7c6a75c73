import type { Profile } from '../core/profile';
import { quote, quoteForBatchFile, type Shell } from '../core/shellQuoting';

/** The arguments of `cognito-token` that name a profile and, when there is one, its user, as text for a shell. */
export function profileArguments({ name, user }: Pick<Profile, 'name' | 'user'>, shell: Shell): string {
  // For cmd, `cognito-token` is a batch file.
  const argument = (text: string): string => (shell === 'cmd' ? quoteForBatchFile(text) : quote(text, shell));
  return argument(name) + (user === undefined ? '' : ` --as=${argument(user)}`);
}
