import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

interface Manifest {
  name: string;
  version: string;
  license?: string | { type: string };
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const PERMISSIVE = /^(MIT|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|CC0-1\.0|Unlicense)$/;

/** Packages that call themselves permissive and hold compiled code that is not. */
const MISLABELED: Record<string, string> = { 'mpg123-decoder': 'says MIT, contains libmpg123, which is LGPL-2.1' };

const read = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Where Node finds `name` from a package's folder. */
function locate(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
    if (folder === dirname(folder)) return undefined;
  }
}

/** What a user of the package installs: all production dependencies, down to the last. */
function productionTree(root: string): Map<string, Manifest> {
  const found = new Map<string, Manifest>();
  const visit = (folder: string): void => {
    if (found.has(folder)) return;
    const manifest = read(folder);
    found.set(folder, manifest);
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
      const next = locate(name, folder);
      if (!next) throw new Error(`${manifest.name} depends on ${name}, which is not installed`);
      visit(next);
    }
  };
  visit(realpathSync(root));
  return found;
}

const license = ({ license }: Manifest): string => (typeof license === 'object' ? license.type : (license ?? 'none'));

it('depends on nothing under GPL or LGPL, nor under any other license that is not permissive', () => {
  const tree = [...productionTree(fileURLToPath(new URL('..', import.meta.url))).values()];
  const names = tree.map(({ name }) => name);
  expect(names).toContain('@ser/core');
  expect(names).toContain('opus-decoder');
  expect(names).toContain('@ser/dsp');
  const refused = tree.filter((manifest) => !PERMISSIVE.test(license(manifest)) || manifest.name in MISLABELED);
  expect(refused.map((manifest) => `${manifest.name}@${manifest.version}: ${license(manifest)}`)).toEqual([]);
});

it('would notice them', () => {
  expect(PERMISSIVE.test('LGPL-3.0-or-later')).toBe(false);
  expect(PERMISSIVE.test('(MIT OR GPL-3.0)')).toBe(false);
  expect(PERMISSIVE.test(license({ name: 'x', version: '1' }))).toBe(false);
});
