import { quotePosix } from '../../core/shellQuote';

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
      // Curly quotes end a string there as straight ones do.
      return `'${plain.replaceAll(/['‘’‚‛]/g, '$&$&')}'`;
    case 'cmd':
      return quoteForCmd(plain);
  }
}

/**
 * Two parsers read an argument in cmd.exe: its own, where `^` quotes, and the program's, where `\` does.
 * A plain text is safe between double quotes. One with `%` or `"` has every special character behind a caret instead.
 */
function quoteForCmd(text: string): string {
  const argument = `"${text.replaceAll(/(\\*)"/g, String.raw`$1$1\"`).replace(/\\+$/, '$&$&')}"`;
  return /[%"]/.test(text) ? caret(argument) : argument;
}

/**
 * Variables are put in before carets are read: the caret that ends a name, at a `%` or at the `:` of `%NAME:a=b%` and
 * `%NAME:~1,2%`, becomes part of it, and no variable is called so.
 */
function caret(text: string): string {
  return text.replaceAll(/[^\w\-+'/.?;*\s\\]/g, '^$&');
}

/** A line that puts a text into an environment variable. @param name letters, digits and _ */
export function assign(name: string, text: string, shell: Shell): string {
  switch (shell) {
    case 'posix':
      return `export ${name}=${quote(text, shell)}`;
    case 'fish':
      return `set -gx ${name} ${quote(text, shell)}`;
    case 'powershell':
      return `$env:${name} = ${quote(text, shell)}`;
    case 'cmd':
      return /[%"]/.test(text) ? `set ${name}=${caret(printable(text))}` : `set "${name}=${printable(text)}"`;
  }
}

function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '');
}
