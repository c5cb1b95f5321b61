import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
}

const readManifest = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Returns the folder of the package of others that a module belongs to, if it does. */
function packageOf(id: string): string | undefined {
  const file = id.replace(/\?.*$/, '');
  if (!file.includes('/node_modules/')) return undefined;
  for (let folder = dirname(file); !folder.endsWith('/node_modules'); folder = dirname(folder))
    if (existsSync(join(folder, 'package.json')) && readManifest(folder).version) return folder;
  return undefined;
}

/** Returns name, version and license of a package, and the text of its license if it has one. */
function licenseOf(folder: string): string {
  const { name, version, license } = readManifest(folder);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? `\n\n${readFileSync(join(folder, file), 'utf8').trim()}` : '';
  return `## ${name} ${version} (${license})${text}\n`;
}

/**
 * Makes two plugins that write `licenses.md`, the licenses of all packages of others in the page and its workers: one
 * notes what is bundled and belongs to every bundle, one writes the file with the page.
 */
export function bundledLicenses(): { readonly note: Plugin; readonly write: Plugin } {
  const folders = new Set<string>();
  return {
    note: {
      name: 'note-licenses',
      moduleParsed({ id }) {
        const folder = packageOf(id);
        if (folder !== undefined) folders.add(folder);
      },
    },
    write: {
      name: 'write-licenses',
      generateBundle() {
        const texts = [...folders].map(licenseOf).sort();
        const source = `# Licenses of the packages in this page\n\n${texts.join('\n')}`;
        this.emitFile({ type: 'asset', fileName: 'licenses.md', source });
      },
    },
  };
}
