import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { publishedPackages } from '../lib/packages.mjs';

const PERMISSIVE = /^(MIT|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|CC0-1\.0|Unlicense)$/;

/** Packages whose license was read, because their manifest does not state it in one permissive word. */
const READ = new Map([
  ['h5wasm', 'NIST public domain notice, and the BSD-style license of the HDF5 Group'],
  ['@bufbuild/protobuf', 'Apache-2.0 AND BSD-3-Clause'],
  ['ser', 'code MIT, the pretrained weights CC-BY-4.0 and CC-BY-NC-SA-4.0, as its README states'],
  ['@ser/live', 'code MIT, the pretrained weights in its page CC-BY-4.0, as its README states'],
]);

/** Packages that state a permissive license but contain compiled code that is not. */
const MISLABELED = new Map([['mpg123-decoder', 'states MIT, contains libmpg123, which is LGPL-2.1']]);

const read = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

const licenseOf = ({ license }) => (typeof license === 'object' ? license.type : (license ?? 'none'));

/** Every license of an `AND` expression must be permissive. */
const isPermissive = (manifest) =>
  licenseOf(manifest)
    .split(' AND ')
    .every((one) => PERMISSIVE.test(one));

const isRefused = (manifest) => MISLABELED.has(manifest.name) || !(isPermissive(manifest) || READ.has(manifest.name));

/** Finds a package as Node does, from the folder of the package that depends on it. */
function locate(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
    if (folder === dirname(folder)) return undefined;
  }
}

/** Returns all packages that a user installs with a package: its production dependencies and theirs. */
function productionTree(root) {
  const found = new Map();
  const visit = (folder) => {
    if (found.has(folder)) return;
    const manifest = read(folder);
    found.set(folder, manifest);
    const { dependencies, optionalDependencies = {}, peerDependencies, peerDependenciesMeta = {} } = manifest;
    for (const name of Object.keys({ ...peerDependencies, ...optionalDependencies, ...dependencies })) {
      if (peerDependenciesMeta[name]?.optional) continue;
      const next = locate(name, folder);
      // Optional dependencies for other platforms are not installed.
      if (!next && Object.hasOwn(optionalDependencies, name)) continue;
      if (!next) throw new Error(`${manifest.name} depends on ${name}, which is not installed`);
      visit(next);
    }
  };
  visit(realpathSync(root));
  return [...found.values()];
}

it.each(publishedPackages().map(({ folder, manifest }) => [manifest.name, folder]))(
  '%s and everything installed with it has a permissive license, no GPL or LGPL',
  (name, folder) => {
    const tree = productionTree(folder);
    expect(tree.map((manifest) => manifest.name)).toContain(name);
    const refused = tree.filter(isRefused);
    expect(refused.map((manifest) => `${manifest.name}@${manifest.version}: ${licenseOf(manifest)}`)).toEqual([]);
  },
);

it('the tree of ser contains the packages that it is made of', () => {
  const ser = publishedPackages().find(({ manifest }) => manifest.name === 'ser');
  const names = productionTree(ser.folder).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['@ser/core', '@ser/audio', '@tensorflow/tfjs-core', 'opus-decoder']));
});

it.each([
  [{ name: 'x', license: 'LGPL-3.0-or-later' }],
  [{ name: 'x', license: '(MIT OR GPL-3.0)' }],
  [{ name: 'x', license: 'MIT AND LGPL-2.1' }],
  [{ name: 'x' }],
  [{ name: 'mpg123-decoder', license: 'MIT' }],
])('%j is refused', (manifest) => {
  expect(isRefused(manifest)).toBe(true);
});
