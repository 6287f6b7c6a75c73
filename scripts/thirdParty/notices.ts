import type { BundledPackage } from './bundledPackages';

const line = '-'.repeat(80);

/** The content of ThirdPartyNotices.txt: the licence of each package that the bundles contain. */
export function thirdPartyNotices(packages: readonly BundledPackage[]): string {
  const parts = packages.map(({ name, version, license, text }) =>
    [line, `${name} ${version} (${license})`, line, '', text].join('\n'),
  );
  const head = 'This package contains parts of the packages below, under their own licences.';
  return `${[head, ...parts].join('\n\n')}\n`;
}
