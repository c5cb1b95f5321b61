// Finds links to files and headings that do not exist, in Markdown and HTML. Links to other sites are not followed.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './packages.mjs';

const SKIPPED = new Set(['node_modules', 'dist', 'build', '.git', '.turbo', 'tarballs', 'test-data']);

/** Returns the files below a folder whose names end in `extension`, without installed and generated folders. */
export function filesBelow(folder, extension, skipped = SKIPPED) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesBelow(path, extension, skipped);
    return entry.isFile() && entry.name.endsWith(extension) ? [path] : [];
  });
}

/** Returns the Markdown files of the repository. */
export const markdownFiles = () => filesBelow(root, '.md');

const withoutCode = (text) =>
  text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()<>]/g, ''));

/** Returns the anchor of a heading as GitHub makes it. */
export function anchorOf(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

/** Returns the anchors of headings; an anchor that is taken gets a number. */
function anchorsOf(text) {
  const seen = new Map();
  return new Set(
    [...withoutCode(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => {
      const slug = anchorOf(heading);
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      return count === 0 ? slug : `${slug}-${count}`;
    }),
  );
}

const isOutside = (link) => /^[a-z][a-z+.-]*:|^\/\//i.test(link);

/** Returns `file: link` for each link of a Markdown text whose target is missing. */
export function brokenMarkdownLinks(path, text = readFileSync(path, 'utf8')) {
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)(?:\s+"[^"]*")?\)/g)].map(([, link]) => link);
  return links
    .filter((link) => !isOutside(link))
    .filter((link) => {
      const [file, anchor] = decodeURI(link).split('#');
      const target = file === '' ? path : join(dirname(path), file);
      if (file !== '' && !existsSync(target)) return true;
      if (anchor === undefined) return false;
      const page = file !== '' && statSync(target).isDirectory() ? join(target, 'README.md') : target;
      if (!page.endsWith('.md')) return false;
      if (page === path) return !anchorsOf(text).has(anchor);
      return !existsSync(page) || !anchorsOf(readFileSync(page, 'utf8')).has(anchor);
    })
    .map((link) => `${relative(root, path)}: ${link}`);
}

/** Returns `file: link` for each link of the HTML pages in a folder whose file or element is missing. */
export function brokenHtmlLinks(folder) {
  const texts = new Map(filesBelow(folder, '.html').map((path) => [path, readFileSync(path, 'utf8')]));
  const ids = new Map();
  const idsOf = (path) => {
    if (!ids.has(path)) ids.set(path, new Set([...texts.get(path).matchAll(/\bid="([^"]*)"/g)].map(([, id]) => id)));
    return ids.get(path);
  };
  return [...texts].flatMap(([path, text]) =>
    [...new Set([...text.matchAll(/\b(?:href|src)="([^"]*)"/g)].map(([, link]) => link.replaceAll('&amp;', '&')))]
      .filter((link) => !isOutside(link))
      .filter((link) => {
        const [file, anchor = ''] = decodeURI(link).split('#');
        const target = file === '' ? path : file.startsWith('/') ? join(folder, file) : join(dirname(path), file);
        if (!existsSync(target)) return true;
        return anchor !== '' && texts.has(target) && !idsOf(target).has(anchor);
      })
      .map((link) => `${relative(folder, path)}: ${link}`),
  );
}
