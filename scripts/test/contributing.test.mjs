import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow } from '../lib/links.mjs';
import { root } from '../lib/packages.mjs';

const guide = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');

/** Sources, tests, READMEs and guides; not changelogs, models, data, or these tests. */
const sources = ['packages', 'scripts', 'examples', 'docs']
  .flatMap((folder) => ['.ts', '.mjs', '.md'].flatMap((extension) => filesBelow(join(root, folder), extension)))
  .map((path) => relative(root, path).replaceAll('\\', '/'))
  .filter((path) => !/CHANGELOG\.md$|^packages\/ser\/models\/|^scripts\/test\//.test(path));

/** The sections of the guide that list files: title, pattern of the example, files, and files to leave alone. */
const recipes = guide
  .split(/^### /m)
  .slice(1)
  .map((text) => {
    const section = text.split(/^## /m)[0];
    const pattern = /<!-- every file that matches: (.+?)(?: except (\S+))? -->/.exec(section);
    return {
      title: section.split('\n')[0],
      pattern: new RegExp(pattern[1], 'i'),
      except: pattern[2] === undefined ? undefined : new RegExp(pattern[2]),
      files: [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, file]) => file),
    };
  });

it('the guide has recipes for a corpus, a model, a feature and a command', () => {
  expect(recipes.map(({ title }) => title)).toEqual(['Add a corpus', 'Add a model', 'Add a feature', 'Add a command']);
});

describe.each(recipes)('$title', ({ pattern, except, files }) => {
  it('lists exactly the files that mention the example', () => {
    const mentioning = sources.filter(
      (path) => !except?.test(path) && (pattern.test(path) || pattern.test(readFileSync(join(root, path), 'utf8'))),
    );
    expect([...files].sort()).toEqual(mentioning.sort());
  });
});
