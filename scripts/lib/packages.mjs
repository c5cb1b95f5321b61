// The packages of this workspace that are published, and their tarballs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Returns the published packages, in the order of their folders. */
export function publishedPackages() {
  return readdirSync(join(root, 'packages'))
    .map((name) => join(root, 'packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }))
    .filter(({ manifest }) => manifest.private !== true);
}

/** Packs built packages into a folder as they would be published; returns them with the paths of their tarballs. */
export function packAll(destination) {
  mkdirSync(destination, { recursive: true });
  const pnpm = join(dirname(createRequire(import.meta.url).resolve('pnpm')), 'bin/pnpm.cjs');
  return publishedPackages().map(({ folder, manifest }) => {
    const output = execFileSync(process.execPath, [pnpm, 'pack', '--json', '--pack-destination', destination], {
      cwd: folder,
      encoding: 'utf8',
    });
    const { filename } = [JSON.parse(output)].flat()[0];
    return { folder, manifest, tarball: join(destination, basename(filename)) };
  });
}
