import { assertFlagOf, isPreRelease } from './preRelease';

/** The client of Open VSX. It is not a dependency, because only a release needs it. */
const ovsx = 'ovsx@1.4.0';

/** A version of npm that can publish with the identity of the workflow. The one of Node.js 22 cannot. Source: npm, "Trusted publishing". */
const npm = 'npm@11.21.2';

export interface Release {
  /** The version in package.json. */
  readonly version: string;
  /** Of the command line. */
  readonly flags: readonly string[];
  /** The Git tag that is released; undefined outside of a workflow. */
  readonly tag: string | undefined;
  /** The names of the files at the root. */
  readonly files: readonly string[];
}

/**
 * The arguments of `npx` that publish the extension to both marketplaces, and the local user pool to npm.
 * With the flag `--by-tag`, the version says whether it is a pre-release, and the tag must be the version's.
 * @throws Error when the flag or the tag does not fit the version, or the packages of this version are not there
 */
export function releaseSteps({ version, flags, tag, files }: Release): readonly (readonly string[])[] {
  if (!flags.includes('--by-tag')) assertFlagOf(version, flags);
  else if (tag !== `v${version}`) {
    throw new Error(
      `The tag is ${tag ?? 'missing'}, but package.json has version ${version}: tag it v${version}.`,
    );
  }
  const preRelease = isPreRelease(version);
  const vsix = onlyFile(files, '.vsix', version);
  const pool = onlyFile(files, '.tgz', version);
  const flag = preRelease ? ['--pre-release'] : [];
  // Only a workflow can prove where a package was made.
  const provenance = flags.includes('--by-tag') ? ['--provenance'] : [];
  const npmTag = preRelease ? 'next' : 'latest';
  return [
    // A release that has failed in the middle can be run again.
    ['vsce', 'publish', '--packagePath', vsix, '--skip-duplicate', ...flag],
    ['--yes', ovsx, 'publish', vsix, '--skip-duplicate', ...flag],
    ['--yes', npm, 'publish', `./${pool}`, ...provenance, '--access', 'public', '--tag', npmTag],
  ];
}

function onlyFile(files: readonly string[], ending: string, version: string): string {
  const [file, ...others] = files.filter((name) => name.endsWith(ending));
  if (file?.endsWith(`-${version}${ending}`) === true && others.length === 0) return file;
  throw new Error(`There must be one ${ending} file of ${version} at the root: run npm run ci.`);
}
