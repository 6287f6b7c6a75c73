/** The values of one setting, raw, by who wrote them. */
export interface WrittenValues<T> {
  readonly user?: T | undefined;
  /** The settings of the remote machine of this window, which a `devcontainer.json` of the workspace can write. */
  readonly machine?: T | undefined;
  readonly workspace?: T | undefined;
  readonly folder?: T | undefined;
}

/**
 * What `WorkspaceConfiguration.inspect` returns at run time. The types of VS Code leave out `globalLocalValue` (the user's) and
 * `globalRemoteValue` (the remote machine's), which `globalValue` combines.
 */
export interface InspectedSetting<T> {
  readonly globalValue?: T | undefined;
  readonly globalLocalValue?: T | undefined;
  readonly globalRemoteValue?: T | undefined;
  readonly workspaceValue?: T | undefined;
  readonly workspaceFolderValue?: T | undefined;
}

/**
 * Tells the user's own value of a setting from that of the remote machine. In an editor that does not separate them, the global value
 * of a remote window counts as the machine's.
 * @param isRemote whether the window has a remote machine
 */
export function writtenValues<T>(inspected: InspectedSetting<T>, isRemote: boolean): WrittenValues<T> {
  const { globalValue, workspaceValue, workspaceFolderValue } = inspected;
  const others = { workspace: workspaceValue, folder: workspaceFolderValue };
  if ('globalLocalValue' in inspected) {
    return { ...others, user: inspected.globalLocalValue, machine: inspected.globalRemoteValue };
  }
  return isRemote ? { ...others, machine: globalValue } : { ...others, user: globalValue };
}
