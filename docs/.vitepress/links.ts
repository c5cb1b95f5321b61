import { existsSync, statSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MarkdownRenderer } from 'vitepress';
import { pageOf } from './pages';

const root = fileURLToPath(new URL('../..', import.meta.url));
const REPOSITORY = 'https://github.com/ser-ts/ser';

/** Where a link of a file leads on the site: to a page, else to the repository. */
function destination(link: string, from: string): string {
  if (/^([a-z][a-z+.-]*:|#|\/)/i.test(link)) return link;
  const [path = '', anchor] = link.split('#');
  const target = join(dirname(from), decodeURI(path));
  const isFolder = existsSync(target) && statSync(target).isDirectory();
  const source = relative(root, target).replaceAll('\\', '/');
  const page = pageOf(isFolder ? posix.join(source, 'README.md') : source);
  const address = page === undefined ? `${REPOSITORY}/${isFolder ? 'tree' : 'blob'}/main/${source}` : `/${page}`;
  return anchor === undefined ? address : `${address}#${anchor}`;
}

/** Makes the relative links of the repository's Markdown files lead to the pages that these files become. */
export function followLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('follow-links', ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const link = token.type === 'link_open' ? token.attrGet('href') : null;
      if (link !== null) token.attrSet('href', destination(link, env.realPath ?? env.path));
    }
  });
}
