import * as l10n from '@vscode/l10n';
import {
  Disposable,
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
} from 'vscode';
import { entryFault, plain, sentence, sentences, withCommas, withDots } from '../core/text';
import { isMachine } from '../core/profile';
import type { InvalidEntry } from '../core/profileLayers';
import { profileLineItem, type ProxyState, type ProfileLine } from './profileLines';
import { describePhase, type Phase, type ProfileStatus } from './profileStatus';
import { createChangeTimer } from './timer';
import { profileTooltip } from './tooltip';

/** The argument that the menus of the view pass to commands. */
export interface ProfileNode {
  /** Present for a line below a profile. */
  readonly line?: ProfileLine;
  /** Present for an API proxy. */
  readonly apiProxy?: ProxyState;
  /** The `sub` of a user. Present for the line of a user. */
  readonly user?: string;
  readonly profileName: string;
  readonly status?: ProfileStatus;
  /** Present for an invalid entry. */
  readonly invalidEntry?: InvalidEntry;
}

/** The Cognito view in the side bar, with the profiles of this window and their states. */
export interface ProfilesView {
  readonly show: (
    statuses: readonly ProfileStatus[],
    invalidEntries: readonly InvalidEntry[],
    lines: readonly ProfileLine[],
  ) => void;
  readonly dispose: () => void;
}

const production = Uri.parse('cognito-profile:/production');

/** @param now milliseconds since 1970 */
export function createProfilesView(now: () => number = Date.now): ProfilesView {
  const changed = new EventEmitter<undefined>();
  let nodes: readonly ProfileNode[] = [];
  let lines: readonly ProfileLine[] = [];
  /** The content that the view shows, as JSON. */
  let shown = '';
  const lineNodes = (isWanted: (profileName: string) => boolean): ProfileNode[] =>
    lines
      .filter(({ profileName }) => isWanted(profileName))
      .map((line) => ({
        profileName: line.profileName,
        line,
        ...('apiProxy' in line ? { apiProxy: line.apiProxy } : undefined),
        ...('user' in line ? { user: line.user.subject } : undefined),
      }));
  const linesBelow = (node: ProfileNode): ProfileNode[] =>
    node.line === undefined ? lineNodes((profileName) => profileName === node.profileName) : [];
  const topNodes = (): ProfileNode[] => {
    const profiles = new Set(nodes.map(({ profileName }) => profileName));
    return [...nodes, ...lineNodes((profileName) => !profiles.has(profileName))];
  };
  const view = window.createTreeView<ProfileNode>('cognito.profiles', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (node) => (node === undefined ? topNodes() : linesBelow(node)),
      getTreeItem: (node) => {
        if (node.line !== undefined) return profileLineItem(node.line);
        const item = treeItem(node, now());
        if (linesBelow(node).length > 0) {
          item.collapsibleState = TreeItemCollapsibleState.Expanded;
          // The editor expands no item that it has shown without lines before.
          item.id = `${item.id ?? node.profileName} with lines`;
        }
        return item;
      },
    },
  });
  // A hidden view is not updated.
  const timer = createChangeTimer(() => {
    draw();
  });
  const draw = (): void => {
    timer.set(view.visible ? nodes.flatMap(({ status }) => status ?? []) : [], now());
    changed.fire(undefined);
  };
  const subscriptions = Disposable.from(
    view,
    changed,
    timer,
    view.onDidChangeVisibility(draw),
    window.registerFileDecorationProvider({
      provideFileDecoration: (uri) =>
        uri.scheme === production.scheme
          ? { badge: 'P', color: new ThemeColor('list.warningForeground'), tooltip: l10n.t('Production') }
          : undefined,
    }),
  );
  return {
    show: (statuses, invalidEntries, changedLines) => {
      lines = changedLines;
      nodes = [
        ...statuses.map((status) => ({ profileName: status.profile.name, status })),
        ...invalidEntries.map((invalidEntry) => ({ profileName: invalidEntry.name, invalidEntry })),
      ];
      // While the editor reads the tree again, a click on an action finds no node.
      const content = JSON.stringify([nodes, lines]);
      if (content !== shown) draw();
      shown = content;
    },
    dispose: () => {
      subscriptions.dispose();
    },
  };
}

function treeItem({ profileName, status, invalidEntry }: ProfileNode, now: number): TreeItem {
  const item = new TreeItem(plain(profileName));
  if (status) describe(item, status, now);
  else if (invalidEntry) describeInvalidEntry(item, invalidEntry);
  return item;
}

interface Look {
  readonly icon: string;
  readonly color?: ThemeColor;
  /** For the `when` clauses of the view's menus. */
  readonly context: string;
}

const looks: Readonly<Record<Phase, Look>> = {
  signingIn: { icon: 'loading~spin', context: 'signingIn' },
  valid: { icon: 'pass', color: new ThemeColor('testing.iconPassed'), context: 'signedIn' },
  renewable: { icon: 'pass', context: 'signedIn' },
  expired: { icon: 'warning', color: new ThemeColor('list.warningForeground'), context: 'expired' },
  signed_out: { icon: 'circle-large-outline', context: 'signedOut' },
};

function describe(item: TreeItem, status: ProfileStatus, now: number): void {
  const { profile, session, active, source } = status;
  const { phase, text, sentence: state } = describePhase(status, now);
  const { icon, color, context } = looks[phase];
  const isUsed = phase === 'valid' && active;
  const machine = isMachine(profile);
  const who = machine ? l10n.t('machine client') : session?.user;
  item.id = `profile:${profile.name}`;
  item.iconPath = new ThemeIcon(isUsed ? 'pass-filled' : icon, color);
  const shortState = phase === 'signed_out' && !machine ? l10n.t('signed out') : text;
  item.description = withDots(active && l10n.t('active'), shortState, who);
  item.tooltip = profileTooltip(status, now);
  if (profile.production) item.resourceUri = production.with({ fragment: profile.name });
  item.accessibilityInformation = {
    label: sentences(
      sentence(
        withCommas(
          [
            plain(profile.name),
            profile.production && l10n.t('production'),
            active && l10n.t('active'),
          ].filter((word) => word !== false),
        ),
      ),
      who && sentence(who),
      state,
    ),
  };
  const kind = machine ? 'machine' : 'person';
  item.contextValue = `profile ${source} ${kind} ${active ? '' : 'inactive '}${context}`;
  item.command = {
    title: l10n.t('Open Token Inspector'),
    command: 'cognito.openInspector',
    arguments: [profile.name],
  };
}

function describeInvalidEntry(item: TreeItem, invalidEntry: InvalidEntry): void {
  const { name, source } = invalidEntry;
  const fault = plain(entryFault(invalidEntry));
  item.iconPath = new ThemeIcon('error', new ThemeColor('list.errorForeground'));
  item.description = fault;
  item.tooltip = l10n.t`This profile cannot be used: ${fault}.`;
  item.accessibilityInformation = { label: sentences(sentence(plain(name)), item.tooltip) };
  item.contextValue = `broken ${source}`;
  item.command = {
    title: l10n.t('Edit Profile'),
    command: 'cognito.editProfile',
    arguments: [{ profileName: name, invalidEntry }],
  };
}
