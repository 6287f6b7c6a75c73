import * as l10n from '@vscode/l10n';
import { plainLabel } from '../core/text';
import { confirmDone } from '../editor/notify';
import { readEntries } from '../profiles/settings';
import type { Parts } from './parts';

/** Asks again before a token is handed to another program, and stops the proxies of APIs and MCP servers. @param name the name of a profile; all profiles when it is left out */
export async function withdrawConsent(
  { handover }: Pick<Parts, 'handover'>,
  name: string | undefined,
): Promise<void> {
  const { withdraw } = await handover();
  const names = name === undefined ? readEntries().map(({ profile }) => profile.name) : [name];
  names.forEach(withdraw);
  confirmDone(
    name === undefined
      ? l10n.t('You are asked again before a token is handed to a program')
      : l10n.t`You are asked again before a token of “${plainLabel(name)}” is handed to a program`,
  );
}
