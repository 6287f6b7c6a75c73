import type { Look } from './inspectorPage';
import { session } from './session';
import { themes, Workbench } from './workbench';

export type ThemeName = keyof typeof themes;
export const themeNames = Object.keys(themes) as readonly ThemeName[];

let read: Promise<Readonly<Record<ThemeName, Look>>> | undefined;

/** The styles that a real workbench gives a webview in each theme; read once per run. */
export function themeLooks(): Promise<Readonly<Record<ThemeName, Look>>> {
  return (read ??= readLooks());
}

async function readLooks(): Promise<Readonly<Record<ThemeName, Look>>> {
  const profile = { name: 'looks', issuer: 'http://127.0.0.2:9', clientId: 'looks' };
  await session().editor.configure({ 'cognito.profiles': [profile] });
  const workbench = await Workbench.open();
  try {
    const looks: [string, Look][] = [];
    for (const name of themeNames) {
      // A webview that is opened in the theme has its styles from the start.
      await workbench.setTheme(themes[name]);
      await workbench.runCommand('Cognito: Open Token Inspector');
      const inspector = workbench.webview('Cognito: looks');
      await inspector.getByRole('heading', { name: 'Not signed in' }).waitFor();
      looks.push([
        name,
        {
          variables: (await inspector.locator('html').getAttribute('style')) ?? '',
          bodyClass: (await inspector.locator('body').getAttribute('class')) ?? '',
          themeKind: (await inspector.locator('body').getAttribute('data-vscode-theme-kind')) ?? '',
          defaults: (await inspector.locator('#_defaultStyles').textContent()) ?? '',
        },
      ]);
      await workbench.runCommand('View: Close All Editors');
    }
    return Object.fromEntries(looks) as Record<ThemeName, Look>;
  } finally {
    await workbench.setTheme(themes.dark);
    await session().editor.configure({ 'cognito.profiles': [] });
    await workbench.close();
  }
}
