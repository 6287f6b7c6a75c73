import type { Profile } from '../core/profile';
import { quote, type Shell } from '../core/shellQuoting';

/** The arguments of `cognito-token` that name a profile and, when there is one, its user, as text for a shell. */
export function profileArguments({ name, user }: Pick<Profile, 'name' | 'user'>, shell: Shell): string {
  return quote(name, shell) + (user === undefined ? '' : ` --as=${quote(user, shell)}`);
}
