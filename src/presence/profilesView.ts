import { Disposable, EventEmitter, ThemeColor, ThemeIcon, TreeItem, Uri, window } from 'vscode';
import { plain } from '../core/text';
import { isMachine } from '../core/profile';
import type { InvalidEntry } from '../core/profileLayers';
import { phaseOf, phaseSentence, phaseText, type Phase, type ProfileStatus } from './profileStatus';
import { createChangeTimer } from './timer';
import { profileTooltip } from './tooltip';

/** The argument that the menus of the view pass to commands. */
export interface ProfileNode {
  readonly profileName: string;
  readonly status?: ProfileStatus;
  /** Present for an invalid entry. */
  readonly invalidEntry?: InvalidEntry;
}

/** The Cognito view in the side bar, with the profiles of this window and their states. */
export interface ProfilesView {
  readonly show: (statuses: readonly ProfileStatus[], invalidEntries: readonly InvalidEntry[]) => void;
  readonly dispose: () => void;
}

const production = Uri.parse('cognito-profile:/production');

/** @param now milliseconds since 1970 */
export function createProfilesView(now: () => number = Date.now): ProfilesView {
  const changed = new EventEmitter<undefined>();
  let statuses: readonly ProfileStatus[] = [];
  let nodes: readonly ProfileNode[] = [];
  const view = window.createTreeView<ProfileNode>('cognito.profiles', {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (node) => (node === undefined ? [...nodes] : []),
      getTreeItem: (node) => treeItem(node, now()),
    },
  });
  // A hidden view is not updated.
  const timer = createChangeTimer(() => {
    draw();
  });
  const draw = (): void => {
    timer.set(view.visible ? statuses : [], now());
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
          ? { badge: 'P', color: new ThemeColor('list.warningForeground'), tooltip: 'Production' }
          : undefined,
    }),
  );
  return {
    show: (newer, invalidEntries) => {
      statuses = newer;
      nodes = [
        ...newer.map((status) => ({ profileName: status.profile.name, status })),
        ...invalidEntries.map((invalidEntry) => ({ profileName: invalidEntry.name, invalidEntry })),
      ];
      draw();
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

const icons: Readonly<Record<Phase, readonly [icon: string, color?: string]>> = {
  signingIn: ['loading~spin'],
  valid: ['pass', 'testing.iconPassed'],
  renewable: ['pass'],
  expired: ['warning', 'list.warningForeground'],
  signed_out: ['circle-large-outline'],
};

/** The context value of a phase, for the `when` clauses of the view's menus. */
const contextOf: Readonly<Record<Phase, string>> = {
  signingIn: 'signingIn',
  valid: 'signedIn',
  renewable: 'signedIn',
  expired: 'expired',
  signed_out: 'signedOut',
};

function describe(item: TreeItem, status: ProfileStatus, now: number): void {
  const { profile, session, active, source } = status;
  const phase = phaseOf(status, now);
  const [icon, color] = phase === 'valid' && active ? ['pass-filled', 'testing.iconPassed'] : icons[phase];
  const who = isMachine(status.profile) ? 'machine client' : session?.user;
  item.id = `profile:${profile.name}`;
  item.iconPath = new ThemeIcon(icon, color === undefined ? undefined : new ThemeColor(color));
  item.description = [
    ...(active ? ['active'] : []),
    phase === 'signed_out' && !isMachine(status.profile) ? 'signed out' : phaseText(status, now),
    ...(who === undefined ? [] : [who]),
  ].join(' · ');
  item.tooltip = profileTooltip(status, now);
  if (profile.production) item.resourceUri = production.with({ fragment: profile.name });
  item.accessibilityInformation = {
    label: [
      `${plain(profile.name)}${profile.production ? ', production' : ''}${active ? ', active' : ''}.`,
      ...(who === undefined ? [] : [`${who}.`]),
      phaseSentence(status, now),
    ].join(' '),
  };
  item.contextValue = [
    'profile',
    source,
    isMachine(status.profile) ? 'machine' : 'person',
    ...(active ? [] : ['inactive']),
    contextOf[phase],
  ].join(' ');
  item.command = {
    title: 'Open Token Inspector',
    command: 'cognito.openInspector',
    arguments: [profile.name],
  };
}

function describeInvalidEntry(item: TreeItem, invalidEntry: InvalidEntry): void {
  const { name, field, reason, source } = invalidEntry;
  const sentence = plain(`${field === '' ? 'The entry' : field} ${reason}`);
  item.iconPath = new ThemeIcon('error', new ThemeColor('list.errorForeground'));
  item.description = sentence;
  item.tooltip = `This profile cannot be used: ${sentence}.`;
  item.accessibilityInformation = { label: `${plain(name)}. ${item.tooltip}` };
  item.contextValue = `broken ${source}`;
  item.command = {
    title: 'Edit Profile',
    command: 'cognito.editProfile',
    arguments: [{ profileName: name, invalidEntry }],
  };
}
