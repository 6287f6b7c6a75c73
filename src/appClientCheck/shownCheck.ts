import * as l10n from '@vscode/l10n';
import type { Check } from '../client/appClientCheck/checks';
import { explain } from '../problems/explain';
import type { ProblemContext } from '../problems/problem';
import { remedyButtons, type Remedy } from '../problems/remedies';
import type { CheckAction, ShownCheck, Snippet } from './protocol';

const icons: Readonly<Partial<Record<Remedy, string>>> = {
  open_settings: 'settings-gear',
  open_mcp_servers: 'settings-gear',
  edit_profile: 'edit',
  set_client_secret: 'key',
  open_proxy_settings: 'settings-gear',
  start_local_pool: 'play',
  show_log: 'output',
  sign_in: 'sign-in',
  check_app_client: 'checklist',
};

export const runAgain: CheckAction = { id: 'run_again', title: l10n.t('Run Again'), icon: 'refresh' };

/** How a report shows its checks. */
export interface Showing<Id extends string> {
  readonly titles: Readonly<Record<Id, string>>;
  readonly context: ProblemContext;
  readonly snippets: (check: Check<Id>) => readonly Snippet[];
  /** Remedies without a button of their own. */
  readonly without: readonly Remedy[];
  /** The actions before those of the remedies. */
  readonly first?: (check: Check<Id>) => readonly CheckAction[];
}

/** A check with the text about its error, and the buttons. */
export function showCheck<Id extends string>(check: Check<Id>, showing: Showing<Id>): ShownCheck {
  const { id, status, seen, error } = check;
  const problem = error && explain(error, showing.context);
  const remedies = (problem?.remedies ?? []).filter((remedy) => !showing.without.includes(remedy));
  return {
    id,
    title: showing.titles[id],
    status,
    seen,
    problem: problem && { what: problem.what, why: problem.why, next: problem.next },
    snippets: showing.snippets(check),
    actions: [...(showing.first?.(check) ?? []), ...remedies.map(remedyAction)],
  };
}

export function remedyAction(remedy: Remedy): CheckAction {
  return { id: remedy, title: remedyButtons[remedy].title, icon: icons[remedy] ?? 'arrow-right' };
}

/** A text that fixes a problem, with the button that copies it. @param id of the button */
export function snippet(id: string, label: string, text: string, title: string): Snippet {
  return { label, text, copy: { id, title, icon: 'copy' } };
}
