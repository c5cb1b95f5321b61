// Checks the links of all Markdown files and of the site; dead ones are listed.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { brokenHtmlLinks, brokenMarkdownLinks, markdownFiles } from './lib/links.mjs';
import { root } from './lib/packages.mjs';

const site = join(root, 'build/site');
const broken = [
  ...markdownFiles().flatMap((path) => brokenMarkdownLinks(path)),
  ...(existsSync(site) ? brokenHtmlLinks(site) : []),
];
if (broken.length > 0) {
  console.error(`${broken.length} dead links:\n${broken.join('\n')}`);
  process.exit(1);
}
console.log('no dead links');
