import { env, type Uri } from 'vscode';

/** Opens an address as it is written: a Uri would encode its query a second time. @returns false when the user declined */
export async function openBrowser(url: string): Promise<boolean> {
  const opened = await env.openExternal(url as unknown as Uri);
  // Someone who copied the link instead will open it elsewhere.
  return opened || (await env.clipboard.readText()) === url;
}
