/**
 * Whether a version is a pre-release: its minor number is odd, as VS Code recommends, because the Marketplace knows no version such as
 * 1.2.0-beta. Source: VS Code, "Publishing Extensions", Pre-release extensions.
 * @param version `major.minor.patch`
 * @throws Error when it is another kind of version
 */
export function isPreRelease(version: string): boolean {
  const minor = /^\d+\.(\d+)\.\d+$/.exec(version)?.[1];
  if (minor === undefined) throw new Error(`${version} is not a version such as 1.2.3.`);
  return Number(minor) % 2 === 1;
}

/** @throws Error when the flag `--pre-release` is missing for a pre-release, or given for another version */
export function assertFlagOf(version: string, flags: readonly string[]): void {
  const preRelease = isPreRelease(version);
  if (preRelease === flags.includes('--pre-release')) return;
  throw new Error(
    preRelease
      ? `${version} is a pre-release, because its minor number is odd. Add the flag --pre-release, or give package.json an even minor number.`
      : `${version} is no pre-release, because its minor number is even. Remove the flag --pre-release, or give package.json an odd minor number.`,
  );
}

/**
 * The flags for `vsce package`: a pre-release is always packaged as one, because no package can be published as one otherwise.
 * @throws Error when `--pre-release` is given for another version
 */
export function packageFlags(version: string, flags: readonly string[]): readonly string[] {
  const isMissing = isPreRelease(version) && !flags.includes('--pre-release');
  const all = isMissing ? [...flags, '--pre-release'] : flags;
  assertFlagOf(version, all);
  return all;
}
