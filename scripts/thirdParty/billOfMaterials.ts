import type { BundledPackage } from './bundledPackages';

/** The package that the list is for. */
interface Product {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/**
 * A software bill of materials in CycloneDX 1.6. It has no time and no serial number, so that two builds give the same bytes.
 * Source: CycloneDX 1.6 JSON reference; Package URL specification, type npm.
 */
export function billOfMaterials(product: Product, packages: readonly BundledPackage[]): string {
  const component = (type: string, { name, version, license }: Product): object => ({
    type,
    'bom-ref': `pkg:npm/${name.replace('@', '%40')}@${version}`,
    name,
    version,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    licenses: [{ license: { id: license } }],
  });
  const content = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: component('application', product) },
    components: packages.map((bundled) => component('library', bundled)),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
