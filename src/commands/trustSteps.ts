import { untranslated } from '../core/text';
import * as l10n from '@vscode/l10n';
import { quotePosix } from '../core/shellQuoting';

/** How a person makes browsers trust a certificate. */
export interface TrustSteps {
  /** For a terminal of this system. */
  readonly command: string;
  /** The text for people, with the command. */
  readonly detail: string;
}

/**
 * How browsers of this user are made to trust a certificate that signs itself.
 * @param platform of Node.js: `win32`, `darwin`, or a system with NSS as Linux has
 * @param file the path of the certificate
 * @param origin where it is used
 *
 * Sources: Microsoft, "certutil"; macOS, security(1), add-trusted-cert; Chromium, "Linux Cert Management";
 * Mozilla, "Secure connection failed", adding an exception
 */
export function trustSteps(platform: NodeJS.Platform, file: string, origin: string): TrustSteps {
  const { command, browsers } = ofPlatform(platform, file);
  const detail = [
    l10n.t`${browsers}: run this command in a terminal, then restart the browser.`,
    command,
    l10n.t`Firefox: open Settings, Privacy & Security, View Certificates, Servers, Add Exception, and enter ${origin}.`,
    l10n.t`Node.js: set NODE_EXTRA_CA_CERTS to ${file}.`,
    l10n.t('The extension trusts this certificate at this address already.'),
  ].join('\n\n');
  return { command, detail };
}

function ofPlatform(
  platform: NodeJS.Platform,
  file: string,
): { readonly command: string; readonly browsers: string } {
  switch (platform) {
    case 'win32':
      return {
        command: untranslated(`certutil -user -addstore Root "${file}"`),
        browsers: l10n.t('Chrome and Edge'),
      };
    case 'darwin':
      return {
        command: untranslated(
          `security add-trusted-cert -p ssl -k ~/Library/Keychains/login.keychain-db ${quotePosix(file)}`,
        ),
        browsers: l10n.t('Safari, Chrome and Edge'),
      };
    default:
      return {
        command: `mkdir -p $HOME/.pki/nssdb && certutil -d sql:$HOME/.pki/nssdb -A -t P,, -n local-user-pool -i ${quotePosix(file)}`,
        browsers: l10n.t('Chrome and Edge, with certutil of the package libnss3-tools or nss-tools'),
      };
  }
}
