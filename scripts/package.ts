import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Metafile } from 'esbuild';
import { packageFlags } from './releasing/preRelease';
import { billOfMaterials } from './thirdParty/billOfMaterials';
import { bundledPackages } from './thirdParty/bundledPackages';

const root = resolve(__dirname, '..');

/** Each file in the package has this time, in seconds since 1970: 1 January 2024. Two builds then give the same bytes. */
const fileTime = '1704067200';

/** Packages the extension, with its software bill of materials beside it. Flags of `vsce package` can follow. */
function main(): void {
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license: string;
  };
  const vsce = require.resolve('@vscode/vsce/vsce');
  const flags = packageFlags(version, process.argv.slice(2));
  execFileSync(process.execPath, [vsce, 'package', '--no-dependencies', ...flags], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, SOURCE_DATE_EPOCH: fileTime },
  });
  const { metafiles, copied } = JSON.parse(readFileSync(join(root, 'out/bundled.json'), 'utf8')) as {
    readonly metafiles: readonly Metafile[];
    readonly copied: readonly string[];
  };
  const file = join(root, `${name}-${version}.cdx.json`);
  writeFileSync(file, billOfMaterials({ name, version, license }, bundledPackages(metafiles, copied)));
  console.log(file);
}

main();
