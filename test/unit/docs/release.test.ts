import { deepEqual, equal, throws } from 'node:assert/strict';
import { isPreRelease, packageFlags } from '../../../scripts/releasing/preRelease';
import { releaseSteps, type Release } from '../../../scripts/releasing/releaseSteps';

function release(version: string, flags: readonly string[], more: Partial<Release> = {}): readonly string[] {
  const files = [
    'README.md',
    `cognito-token-inspector-${version}.vsix`,
    `cognito-local-user-pool-${version}.tgz`,
  ];
  return releaseSteps({ version, flags, tag: undefined, files, ...more }).map((step) => step.join(' '));
}

describe('Release', () => {
  it('publishes a version with an even minor number as a release', () => {
    deepEqual(release('0.2.1', []), [
      'vsce publish --packagePath cognito-token-inspector-0.2.1.vsix --skip-duplicate',
      '--yes ovsx@1.4.0 publish cognito-token-inspector-0.2.1.vsix --skip-duplicate',
      '--yes npm@11.21.2 publish ./cognito-local-user-pool-0.2.1.tgz --access public --tag latest',
    ]);
  });

  it('publishes a version with an odd minor number as a pre-release', () => {
    deepEqual(release('1.11.0', ['--pre-release']), [
      'vsce publish --packagePath cognito-token-inspector-1.11.0.vsix --skip-duplicate --pre-release',
      '--yes ovsx@1.4.0 publish cognito-token-inspector-1.11.0.vsix --skip-duplicate --pre-release',
      '--yes npm@11.21.2 publish ./cognito-local-user-pool-1.11.0.tgz --access public --tag next',
    ]);
  });

  it('refuses a flag that does not fit the version, before it looks for packages', () => {
    throws(() => release('0.1.0', [], { files: [] }), /0\.1\.0 is a pre-release.*Add the flag --pre-release/);
    throws(
      () => release('0.2.0', ['--pre-release'], { files: [] }),
      /0\.2\.0 is no pre-release.*Remove the flag/,
    );
  });

  it('takes the kind of a tagged release from its version', () => {
    const kind = (version: string): boolean =>
      release(version, ['--by-tag'], { tag: `v${version}` })[0]?.endsWith('--pre-release') === true;
    equal(kind('0.1.0'), true);
    equal(kind('0.2.0'), false);
  });

  it('proves where the npm package was made only in a workflow', () => {
    const hasProof = (steps: readonly string[]): boolean => steps.join().includes('--provenance');
    equal(hasProof(release('0.2.0', ['--by-tag'], { tag: 'v0.2.0' })), true);
    equal(hasProof(release('0.2.0', [])), false);
  });

  it('refuses a tag of another version, and a missing one', () => {
    throws(() => release('0.2.0', ['--by-tag'], { tag: 'v0.1.0' }), /The tag is v0\.1\.0.*tag it v0\.2\.0/);
    throws(() => release('0.2.0', ['--by-tag']), /The tag is missing/);
  });

  it('refuses packages that are missing, of another version, or too many', () => {
    for (const files of [
      [],
      ['a-0.1.9.vsix', 'b-0.2.0.tgz'],
      ['a-0.2.0.vsix', 'a-0.1.9.vsix', 'b-0.2.0.tgz'],
    ]) {
      throws(() => release('0.2.0', [], { files }), /one \.vsix file of 0\.2\.0.*npm run ci/);
    }
  });

  it('refuses versions that the Marketplace does not have', () => {
    throws(() => isPreRelease('1.0.0-beta.1'), /1\.0\.0-beta\.1 is not a version such as 1\.2\.3/);
  });
});

describe('Package', () => {
  it('is marked as a pre-release when its version is one', () => {
    deepEqual(packageFlags('0.1.0', ['--out', 'x']), ['--out', 'x', '--pre-release']);
    deepEqual(packageFlags('0.1.0', ['--pre-release']), ['--pre-release']);
    deepEqual(packageFlags('0.2.0', []), []);
  });

  it('is refused when the flag does not fit the version', () => {
    throws(() => packageFlags('0.2.0', ['--pre-release']), /is no pre-release/);
  });
});
