import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..');

/** Everything that may be in the package. Any other file has slipped in. */
const allowed = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package\.json|readme\.md|changelog\.md|SECURITY\.md|LICENSE\.txt|ThirdPartyNotices\.txt)$/i,
  /^extension\/package\.nls(\.ja)?\.json$/,
  /^extension\/l10n\/bundle\.l10n\.ja\.json$/,
  /^extension\/dist\/[^/]+\.js$/,
  /^extension\/dist\/(codicon|inspector|appClientCheck|apiCalls|tryTrigger)\.css$/,
  /^extension\/dist\/codicon\.ttf$/,
  /^extension\/dist\/localUserPool\.schema\.json$/,
  /^extension\/media\/[^/]+\.(png|svg|md)$/,
];
const needed = [
  'extension/package.json',
  'extension/package.nls.json',
  'extension/package.nls.ja.json',
  'extension/l10n/bundle.l10n.ja.json',
  'extension/readme.md',
  'extension/LICENSE.txt',
  'extension/ThirdPartyNotices.txt',
  'extension/dist/extension.js',
  'extension/dist/localUserPool.schema.json',
];

/** Bytes. */
const largestPackage = 1_500_000;
const largestActivation = 60_000;

function main(): string[] {
  const packages = readdirSync(root).filter((name) => name.endsWith('.vsix'));
  const [name] = packages;
  if (name === undefined || packages.length > 1) {
    return [`There must be one .vsix at the root, there are ${packages.length}: run npm run package.`];
  }
  const vsix = join(root, name);
  const files = zipListing(readFileSync(vsix));
  const activation = files.get('extension/dist/extension.js') ?? 0;
  const { size } = statSync(vsix);
  console.log(`${name}: ${files.size} files, ${size} bytes, dist/extension.js ${activation} bytes`);
  return [
    ...[...files.keys()]
      .filter((file) => !allowed.some((rule) => rule.test(file)))
      .map((file) => `${file} does not belong there.`),
    ...needed.filter((file) => !files.has(file)).map((file) => `${file} is missing.`),
    ...(size > largestPackage ? [`It has ${size} bytes, more than ${largestPackage}.`] : []),
    ...(activation > largestActivation
      ? [`dist/extension.js has ${activation} bytes, more than ${largestActivation}.`]
      : []),
  ];
}

/** The names and unpacked sizes in a ZIP file, from its central directory (APPNOTE.TXT, 4.3.12 and 4.3.16). */
function zipListing(zip: Buffer): Map<string, number> {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error('This is no ZIP file.');
  const listing = new Map<string, number>();
  let offset = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = zip.readUInt16LE(offset + 28);
    const name = zip.toString('utf8', offset + 46, offset + 46 + nameLength);
    listing.set(name, zip.readUInt32LE(offset + 24));
    offset += 46 + nameLength + zip.readUInt16LE(offset + 30) + zip.readUInt16LE(offset + 32);
  }
  return listing;
}

const faults = main();
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
