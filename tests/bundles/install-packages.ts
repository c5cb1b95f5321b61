import { cp, mkdir, readFile, realpath, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = fileURLToPath(new URL('../../packages/', import.meta.url));

interface Manifest {
  readonly files: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/**
 * Puts the published files of a package, and of those that it needs, into `node_modules` of a project. They are copies:
 * bundlers would follow links into the workspace, and obey its `tsconfig.json` files.
 */
export async function installPackage(name: string, project: string, done = new Set<string>()): Promise<void> {
  if (done.has(name)) return;
  done.add(name);
  const from = join(PACKAGES, name.replace('@ser/', ''));
  const to = join(project, 'node_modules', name);
  const manifest: Manifest = JSON.parse(await readFile(join(from, 'package.json'), 'utf8'));
  for (const file of ['package.json', ...manifest.files])
    await cp(join(from, file), join(to, file), { recursive: true }).catch((error) => {
      if (error.code !== 'ENOENT') throw error;
    });
  const { dependencies, peerDependencies, peerDependenciesMeta } = manifest;
  for (const [needed, version] of Object.entries({ ...dependencies, ...peerDependencies })) {
    if (version.startsWith('workspace:')) await installPackage(needed, project, done);
    else if (!peerDependenciesMeta?.[needed]?.optional && !done.has(needed)) {
      done.add(needed);
      const link = join(project, 'node_modules', needed);
      await mkdir(dirname(link), { recursive: true });
      await symlink(await realpath(join(from, 'node_modules', needed)), link, 'junction');
    }
  }
}
