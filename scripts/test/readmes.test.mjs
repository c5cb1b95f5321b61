import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { markdownFiles } from '../lib/links.mjs';
import { root } from '../lib/packages.mjs';

const files = markdownFiles().map((path) => [relative(root, path), readFileSync(path, 'utf8')]);

/** Commands that would fetch a package of our names from the public registry. */
const FETCHES = [
  /^\s*(\$ )?(npm|pnpm|yarn|bun) (install|i|add|exec|create|dlx)\b[^\n]*\s(ser|@ser\/[a-z-]+)(@\S+)?(\s|$)/m,
  /\bnpx\s+(-y|--yes)\s+(ser|@ser\/[a-z-]+)\b/,
  /\b(pnpm|yarn) dlx ser\b/,
];

it('no Markdown file tells anyone to fetch our names from the public registry', () => {
  expect(files.length).toBeGreaterThan(15);
  const found = files.filter(([, text]) => FETCHES.some((pattern) => pattern.test(text)));
  expect(found.map(([path]) => path)).toEqual([]);
});

it.each(['npm install ser', 'npm i @ser/dsp', 'pnpm add left-pad ser@1.0.0', 'npx --yes ser predict clip.wav'])(
  '%s would be found',
  (command) => {
    expect(FETCHES.some((pattern) => pattern.test(`text\n${command}\nmore`))).toBe(true);
  },
);

it('every README with `npx ser` says where the command comes from', () => {
  const users = files.filter(([path, text]) => /^npx ser /m.test(text) && !path.startsWith('.changeset'));
  expect(users.length).toBeGreaterThan(1);
  // The guides follow on Get started, which says it.
  const silent = users
    .filter(([path]) => !path.startsWith('docs/guides/'))
    .filter(([, text]) => !/`npx ser`[^.]*\bruns the\s+command of this workspace/.test(text));
  expect(silent.map(([path]) => path)).toEqual([]);
});

it('the root README names the license of all weights that ser carries', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  for (const name of readdirSync(join(root, 'packages/ser/models')))
    expect(readme).toMatch(
      new RegExp(`\\[\`${name}\`\\]\\(packages/ser/models/${name}\\) *\\|[^|]*\\|[^|]*\\b(CC|MIT|ODbL)`),
    );
});
