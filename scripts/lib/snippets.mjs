// The code of the Markdown files.
import { readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { markdownFiles } from './links.mjs';
import { publishedPackages, root } from './packages.mjs';

/** The Markdown files that people read. */
const pages = markdownFiles().filter((path) => !path.endsWith('CHANGELOG.md') && !path.includes('.changeset'));

/** Returns the code blocks of a language, `{ page, number, code }`; `number` counts those of a page from 1. */
export const codeBlocks = (language) =>
  pages.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
      ([, code], index) => ({ page: relative(root, path).replaceAll('\\', '/'), number: index + 1, code }),
    ),
  );

/** Returns the path of a source file that a code block would be, in the folder of its page. */
export const sourceOf = ({ page, number }) => join(root, dirname(page), `${basename(page, '.md')}-${number}.ts`);

const folderOf = new Map(publishedPackages().map(({ folder, manifest }) => [manifest.name, folder]));

/** The package of an import; others, such as `openai`, are peers of @ser/assistant. */
export const packageOf = (name) =>
  folderOf.get(name.split('/', name.startsWith('@') ? 2 : 1).join('/')) ?? folderOf.get('@ser/assistant');
