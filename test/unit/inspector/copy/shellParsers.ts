/**
 * The values of single-quoted strings as PowerShell reads them. Any of the five quotes ends one, and a doubled one is text.
 * Source: PowerShell, about_Quoting_Rules; its tokenizer's IsSingleQuote.
 */
export function powershellStrings(line: string): readonly string[] {
  const quotes = "'\u2018\u2019\u201a\u201b";
  const strings: string[] = [];
  let at = 0;
  while (at < line.length) {
    if (line.charAt(at) === ' ') {
      at += 1;
      continue;
    }
    if (!quotes.includes(line.charAt(at))) throw new Error(`Not quoted: ${line.slice(at)}`);
    at += 1;
    let text = '';
    for (;;) {
      if (at >= line.length) throw new Error('The string has no end.');
      const character = line.charAt(at);
      if (!quotes.includes(character)) text += character;
      else if (quotes.includes(line.charAt(at + 1)) && at + 1 < line.length) {
        text += character;
        at += 1;
      } else break;
      at += 1;
    }
    strings.push(text);
    at += 1;
  }
  return strings;
}

/**
 * The arguments that a program gets from a line typed into cmd.exe. First every `%name%` of a variable is replaced, here
 * as if each name without `^` were one, also a part of it (`%name:~1,2%`) and one with changes (`%name:a=b%`); then carets and quotes are read; then the program's own C library reads the rest.
 * Sources: Microsoft, "Parsing C command-line arguments"; the phases of cmd.exe's parser.
 */
export function cmdArguments(line: string): readonly string[] {
  return programArguments(readByCmd(expandedByCmd(line)));
}

/** The arguments that a program gets from the line `program %*` of a batch file. Variables in the arguments are not replaced again. */
export function batchFileArguments(line: string): readonly string[] {
  return programArguments(readByCmd(readByCmd(expandedByCmd(line))));
}

function expandedByCmd(line: string): string {
  return line.replaceAll(/%[^%^:]+(?::[^%]*)?%/g, 'EXPANDED');
}

function readByCmd(expanded: string): string {
  let read = '';
  let quoted = false;
  for (let at = 0; at < expanded.length; at += 1) {
    const character = expanded.charAt(at);
    if (character === '"') quoted = !quoted;
    if (character === '^' && !quoted) {
      at += 1;
      read += expanded.charAt(at);
    } else {
      if (!quoted && '&|<>()'.includes(character)) throw new Error(`cmd.exe takes ${character} for itself.`);
      read += character;
    }
  }
  return read;
}

function programArguments(line: string): readonly string[] {
  const found: string[] = [];
  let current: string | undefined;
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const slashes = /^\\+/.exec(line.slice(at))?.[0].length ?? 0;
    if (slashes > 0) {
      const beforeQuote = line.charAt(at + slashes) === '"';
      current = (current ?? '') + '\\'.repeat(beforeQuote ? Math.floor(slashes / 2) : slashes);
      at += slashes - 1;
      if (beforeQuote && slashes % 2 === 1) {
        current += '"';
        at += 1;
      }
    } else if (line.charAt(at) === '"') {
      quoted = !quoted;
      current ??= '';
    } else if (line.charAt(at) === ' ' && !quoted) {
      if (current !== undefined) found.push(current);
      current = undefined;
    } else {
      current = (current ?? '') + line.charAt(at);
    }
  }
  return current === undefined ? found : [...found, current];
}
