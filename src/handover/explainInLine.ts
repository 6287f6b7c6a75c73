import { callbackUrlOf, localPoolPort } from '../profiles/settings';
import { plain, sentences } from '../core/text';

/** What happened, why and what to do, in one line of plain text. @param profile the name of the profile that the error is about */
export async function explainInLine(error: unknown, profile?: string): Promise<string> {
  const { explain } = await import('../problems/explain');
  const context = { profile, callbackUrl: callbackUrlOf(profile), localPoolPort: localPoolPort() };
  const { what, why, next } = explain(error, context);
  return plain(sentences(what, why, next));
}
