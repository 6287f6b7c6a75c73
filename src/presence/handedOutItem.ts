import { ThemeIcon, TreeItem } from 'vscode';
import { localTime, localTimeOfDay } from '../core/localTime';
import { plain, withDots } from '../core/text';
import { tokenTitles } from '../handover/freshToken';
import type { HandedOut } from '../handover/handedOut';

/** A line of the Cognito view below a profile: which program got tokens, how often, and when last. */
export function handedOutItem({ kind, receiver, count, lastAt }: HandedOut): TreeItem {
  const times = count === 1 ? 'once' : `${count} times`;
  const title = `${tokenTitles[kind]} for ${plain(receiver)}`;
  const item = new TreeItem(title.charAt(0).toUpperCase() + title.slice(1));
  item.description = withDots(times, `last at ${localTimeOfDay(lastAt)}`);
  item.iconPath = new ThemeIcon('terminal');
  item.tooltip = `${plain(receiver)} got the ${tokenTitles[kind]} ${times} in this window, the last time at ${localTime(lastAt)}.`;
  item.accessibilityInformation = { label: item.tooltip };
  item.contextValue = 'handedOut';
  return item;
}
