import { join } from 'node:path';
import { expect, it } from 'vitest';
import { publishedPackages } from '../lib/packages.mjs';

it('no name that a package exports stands for something else in another one', async () => {
  const known = new Map();
  const doubles = [];
  for (const { folder, manifest } of publishedPackages()) {
    const exported = await import(join(folder, manifest.exports['.'].default));
    for (const [name, value] of Object.entries(exported)) {
      const before = known.get(name);
      if (before && before.value !== value) doubles.push(`${name}: ${before.package} and ${manifest.name}`);
      known.set(name, { value, package: manifest.name });
    }
  }
  expect(known.size).toBeGreaterThan(300);
  expect(doubles).toEqual([]);
});
