import { untranslated } from '../core/text';
import * as l10n from '@vscode/l10n';
import { commands, env, extensions, version } from 'vscode';
import { extensionId, readEntries, readInvalidEntries } from '../profiles/settings';

/**
 * Opens the editor's issue reporter for this extension, with the versions and the settings that matter. It has no names, addresses,
 * ids, tokens or lines of the log, because the report becomes public.
 */
export async function reportIssue(): Promise<void> {
  const { version: own = 'unknown' } = (extensions.getExtension(extensionId)?.packageJSON ?? {}) as {
    readonly version?: string;
  };
  // In English, because the maintainers read it.
  const facts = {
    Extension: [own],
    Editor: [`${env.appName} ${version}`, env.uriScheme, env.appHost],
    System: [`${process.platform} ${process.arch}`, untranslated(`Node.js ${process.versions.node}`)],
    Remote: [env.remoteName ?? 'none'],
    Profiles: [
      untranslated(`${readEntries().length} valid`),
      untranslated(`${readInvalidEntries().length} invalid`),
    ],
  };
  const data = Object.entries(facts)
    .map(([name, values]) => `${name}: ${values.join(', ')}`)
    .join('\n');
  const issueBody = [
    l10n.t('<!-- What did you do, what happened, and what did you expect? -->'),
    '',
    l10n.t(
      '<!-- “Cognito: Show Log” shows the log. It has no tokens, codes or e-mail addresses, but host names. Read the lines that you add. -->',
    ),
  ].join('\n');
  await commands.executeCommand('workbench.action.openIssueReporter', { extensionId, issueBody, data });
}
