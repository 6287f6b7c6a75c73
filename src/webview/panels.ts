import {
  env,
  l10n as editorTexts,
  Uri,
  ViewColumn,
  window,
  type Webview,
  type WebviewPanel,
  type WebviewPanelSerializer,
} from 'vscode';

/** One open panel, as the code behind its page uses it. */
export interface Page<HostMessage> {
  readonly viewType: string;
  readonly isOpen: () => boolean;
  readonly isVisible: () => boolean;
  /** Sends a message to the page; does nothing once the panel is closed. */
  readonly post: (message: HostMessage) => Promise<void>;
}

/** The code behind one panel. */
export interface PanelController<ViewMessage> {
  /** Handles a message of the page; an error is reported. The page sends its first message when it can show something. */
  readonly receive: (message: ViewMessage) => Promise<void>;
  readonly onHidden?: () => void;
  readonly onClosed: () => void;
}

export interface PanelsOptions<HostMessage, ViewMessage, Controller extends PanelController<ViewMessage>> {
  readonly extensionUri: Uri;
  /** The name of the script and style sheet in `dist`, and the id of the page's main element. */
  readonly bundle: string;
  readonly pageTitle: string;
  /** The title of a panel. @param name what the panel is about */
  readonly title: (name: string) => string;
  /** Reads a message of the page; undefined for one that the page does not send. */
  readonly readMessage: (message: unknown) => ViewMessage | undefined;
  readonly createController: (page: Page<HostMessage>, key: string) => Controller;
  readonly report: (error: unknown, key: string) => void;
}

/** The open panels of one kind, each with a key. A panel of a profile has the profile's name as its key. */
export interface Panels<Controller> extends WebviewPanelSerializer {
  readonly has: (key: string) => boolean;
  readonly controllers: () => readonly (readonly [key: string, controller: Controller])[];
  /** @param name what the panel is about, for its title */
  readonly open: (viewType: string, key: string, name: string, preserveFocus: boolean) => Controller;
  /** Brings a panel to the front. @returns its controller, or undefined when there is no such panel */
  readonly reveal: (key: string) => Controller | undefined;
  readonly close: (key: string) => void;
}

export function createPanels<HostMessage, ViewMessage, Controller extends PanelController<ViewMessage>>(
  options: PanelsOptions<HostMessage, ViewMessage, Controller>,
): Panels<Controller> {
  const { extensionUri, bundle, pageTitle, title, readMessage, createController, report } = options;
  const panels = new Map<string, { readonly panel: WebviewPanel; readonly controller: Controller }>();
  const dist = Uri.joinPath(extensionUri, 'dist');

  const adopt = (panel: WebviewPanel, key: string, name: string): Controller => {
    const isOpen = (): boolean => panels.get(key)?.panel === panel;
    const page: Page<HostMessage> = {
      viewType: panel.viewType,
      isOpen,
      isVisible: () => panel.visible,
      post: async (message) => {
        if (isOpen()) await panel.webview.postMessage(message);
      },
    };
    const controller = createController(page, key);
    panels.set(key, { panel, controller });
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    panel.title = title(name);
    panel.iconPath = Uri.joinPath(extensionUri, 'media', 'icon.png');
    panel.onDidChangeViewState(() => {
      if (!panel.visible) controller.onHidden?.();
    });
    panel.onDidDispose(() => {
      panels.delete(key);
      controller.onClosed();
    });
    panel.webview.onDidReceiveMessage((received: unknown) => {
      const message = readMessage(received);
      if (message === undefined) return;
      controller.receive(message).catch((error: unknown) => {
        report(error, key);
      });
    });
    panel.webview.html = webviewPage(panel.webview, dist, bundle, pageTitle);
    return controller;
  };

  return {
    has: (key) => panels.has(key),
    controllers: () => [...panels].map(([key, { controller }]) => [key, controller] as const),
    open: (viewType, key, name, preserveFocus) => {
      const where = { viewColumn: ViewColumn.Active, preserveFocus };
      return adopt(window.createWebviewPanel(viewType, '', where, { enableScripts: true }), key, name);
    },
    reveal: (key) => {
      const open = panels.get(key);
      open?.panel.reveal(undefined, false);
      return open?.controller;
    },
    close: (key) => {
      panels.get(key)?.panel.dispose();
    },
    // After a restart: the page remembers its profile, and nothing else.
    deserializeWebviewPanel: (panel, state: { readonly profile?: unknown } | undefined) => {
      const profile = state?.profile;
      if (typeof profile === 'string' && !panels.has(profile)) adopt(panel, profile, profile);
      else panel.dispose();
      return Promise.resolve();
    },
  };
}

/**
 * The HTML of a webview. It is static: the content arrives in messages, and the content security policy allows only our own
 * files.
 * @param dist the folder of the bundles
 * @param bundle the name of the script and style sheet, and the id of the main element
 */
function webviewPage(webview: Webview, dist: Uri, bundle: string, title: string): string {
  const nonce = crypto.randomUUID();
  const { bundle: translation } = editorTexts;
  const language = translation === undefined ? 'en' : env.language;
  const texts = JSON.stringify(translation ?? {}).replaceAll('<', '\\u003c');
  const file = (name: string): string => webview.asWebviewUri(Uri.joinPath(dist, name)).toString();
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <title>${title}</title>
    <link rel="stylesheet" id="vscode-codicon-stylesheet" href="${file('codicon.css')}" nonce="${nonce}">
    <link rel="stylesheet" href="${file(`${bundle}.css`)}">
  </head>
  <body>
    <main id="${bundle}"></main>
    <script type="application/json" id="texts">${texts}</script>
    <script nonce="${nonce}" src="${file(`${bundle}.js`)}"></script>
  </body>
</html>`;
}
