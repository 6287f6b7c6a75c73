import { untranslated } from './text';

/** A shell that a command line is pasted into. `posix`: sh, bash, zsh and their like. */
export type Shell = 'posix' | 'fish' | 'powershell' | 'cmd';

/**
 * A text as one argument on a shell's command line.
 * @param text without line breaks and other control characters: cmd.exe cannot take them at all, so they are left out
 * Sources: fish, "Quotes"; PowerShell, about_Quoting_Rules; Microsoft C, "Parsing C command-line arguments".
 */
export function quote(text: string, shell: Shell): string {
  const plain = printable(text);
  switch (shell) {
    case 'posix':
      return quotePosix(plain);
    case 'fish':
      return `'${plain.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
    case 'powershell':
      // PowerShell treats curly quotes like straight ones.
      return `'${plain.replaceAll(/['‘’‚‛]/g, '$&$&')}'`;
    case 'cmd':
      return quoteForCmd(plain);
  }
}

/**
 * Two parsers read an argument: that of cmd.exe, which escapes with `^`, and that of the program, which escapes with `\`.
 * Double quotes are enough for most texts. In a text with `%` or `"` every special character is escaped with a caret.
 */
function quoteForCmd(text: string): string {
  const argument = `"${text.replaceAll(/(\\*)"/g, String.raw`$1$1\"`).replace(/\\+$/, '$&$&')}"`;
  return /[%"]/.test(text) ? caret(argument) : argument;
}

/**
 * A text as one argument of a batch file on the command line of cmd.exe, which reads such an argument a second time when the batch
 * file passes it on with `%*`.
 */
export function quoteForBatchFile(text: string): string {
  const plain = printable(text);
  const argument = quoteForCmd(plain);
  return /[%"]/.test(plain) ? caret(argument) : argument;
}

/**
 * cmd.exe replaces variables before it reads carets. A caret before the `%` or `:` that ends a name, as in `%NAME:a=b%`
 * and `%NAME:~1,2%`, becomes part of the name, and no variable has such a name.
 */
function caret(text: string): string {
  return text.replaceAll(/[^\w\-+'/.?;*\s\\]/g, '^$&');
}

/** A command that sets an environment variable. @param name letters, digits and _ */
export function assign(name: string, text: string, shell: Shell): string {
  switch (shell) {
    case 'posix':
      return untranslated(`export ${name}=${quote(text, shell)}`);
    case 'fish':
      return `set -gx ${name} ${quote(text, shell)}`;
    case 'powershell':
      return `$env:${name} = ${quote(text, shell)}`;
    case 'cmd':
      return /[%"]/.test(text)
        ? untranslated(`set ${name}=${caret(printable(text))}`)
        : `set "${name}=${printable(text)}"`;
  }
}

function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '');
}

/** A text as one quoted argument for a POSIX shell. Source: POSIX.1-2017, Shell Command Language, section 2.2.2. */
export function quotePosix(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
