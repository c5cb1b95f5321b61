// Packs all packages into `tarballs/` and prints the command that installs them in another project.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { packAll, root } from './lib/packages.mjs';

const destination = join(root, 'tarballs');
rmSync(destination, { recursive: true, force: true });
const tarballs = packAll(destination).map(({ tarball }) => tarball);
const quoted = tarballs.map((path) => (/[^\w./:\\@+-]/.test(path) ? `"${path}"` : path));
console.log(`${tarballs.length} packages in ${destination}. In the folder of your project:\n`);
console.log(`npm install ${quoted.join(' ')}`);
