import * as l10n from '@vscode/l10n';
import { poolLabel } from '../../core/profile';
import { plainLabel } from '../../core/text';
import { importPasted } from './importers/importText';
import { recognise, type Recognised, type Refused } from './recognise';

/**
 * Recognises what a user pastes: an id or an address, lines of a file that can name a user pool, or a command with an address.
 * @returns undefined for an empty text
 */
export function recognisePasted(text: string): Recognised | Refused | undefined {
  const recognised = recognise(text);
  if (recognised === undefined || !('inputError' in recognised)) return recognised;
  const find = importPasted(text);
  if (find !== undefined) {
    const { draft, notes } = find;
    return { what: l10n.t`Settings of ${plainLabel(poolLabel(draft))}`, draft, notes };
  }
  const pieces = text.match(/https?:\/\/[^\s"'`]+|(?<=\bclient_id=)\w+/g);
  const inCommand = pieces === null ? undefined : recognise(pieces.join(' '));
  return inCommand === undefined || 'inputError' in inCommand ? recognised : inCommand;
}
