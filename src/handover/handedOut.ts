import { EventEmitter, type Event } from 'vscode';
import type { HandedKind, HandoverRequest } from './freshToken';

/** What one program got in this window: tokens of one kind, or AWS credentials. */
export interface HandedOut {
  readonly profileName: string;
  readonly kind: HandedKind;
  readonly receiver: string;
  readonly count: number;
  /** The last time, in milliseconds since 1970. */
  readonly lastAt: number;
}

/** The list of the settings whose entries proxies are for. */
export type ProxiesOf = 'apiProxies' | 'mcpServers';

/** What other programs got in this window, and the API proxies that run. It has no tokens and no credentials. */
export interface HandedOutList {
  readonly all: () => readonly HandedOut[];
  readonly add: (request: HandoverRequest) => void;
  readonly forget: (profileName: string) => void;
  /** The addresses of the proxies that run, by the names of their entries. */
  readonly runningProxies: (of: ProxiesOf) => ReadonlyMap<string, string>;
  /** @param url undefined for a proxy that has stopped */
  readonly setProxy: (of: ProxiesOf, name: string, url: string | undefined) => void;
  readonly onDidChange: Event<undefined>;
  readonly dispose: () => void;
}

/** Programs beyond this number are not listed, so that the list does not grow for ever; the first ones stay. */
const longestList = 100;

/** @param now milliseconds since 1970 */
export function createHandedOutList(now: () => number = Date.now): HandedOutList {
  let list: readonly HandedOut[] = [];
  const proxies = { apiProxies: new Map<string, string>(), mcpServers: new Map<string, string>() };
  const changed = new EventEmitter<undefined>();
  const set = (changedList: readonly HandedOut[]): void => {
    list = changedList;
    changed.fire(undefined);
  };
  return {
    all: () => list,
    add: ({ profile: { name }, kind, receiver }) => {
      const known = list.find(
        (one) => one.profileName === name && one.kind === kind && one.receiver === receiver,
      );
      if (known === undefined && list.length >= longestList) return;
      const count = (known?.count ?? 0) + 1;
      const others = list.filter((one) => one !== known);
      set([...others, { profileName: name, kind, receiver, count, lastAt: now() }]);
    },
    forget: (profileName) => {
      set(list.filter((one) => one.profileName !== profileName));
    },
    runningProxies: (of) => proxies[of],
    setProxy: (of, name, url) => {
      if (url === undefined) proxies[of].delete(name);
      else proxies[of].set(name, url);
      changed.fire(undefined);
    },
    onDidChange: changed.event,
    dispose: () => {
      changed.dispose();
    },
  };
}
