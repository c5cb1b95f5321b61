import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { brokenHtmlLinks, brokenMarkdownLinks, markdownFiles } from '../lib/links.mjs';

it('no Markdown file of the repository has a dead link', () => {
  const files = markdownFiles();
  expect(files.length).toBeGreaterThan(15);
  expect(files.flatMap((path) => brokenMarkdownLinks(path))).toEqual([]);
});

it('brokenMarkdownLinks(path, text) finds missing files and headings, not links in code or to other sites', () => {
  const folder = mkdtempSync(join(tmpdir(), 'links-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const page = join(folder, 'page.md');
  writeFileSync(join(folder, 'other.md'), '# One `two`, three\n## One `two`, three\n');
  const text = [
    '# Here',
    '[a](other.md) [b](other.md#one-two-three) [c](other.md#one-two-three-1) [d](#here) [e](https://example.org/x)',
    '[f](missing.md) [g](other.md#four) [h](#there)',
    '`[i](code.md)`',
    '```',
    '[j](code.md)',
    '```',
  ].join('\n');
  const links = brokenMarkdownLinks(page, text).map((line) => line.split(': ')[1]);
  expect(links).toEqual(['missing.md', 'other.md#four', '#there']);
});

it('brokenHtmlLinks(folder) finds missing files and elements', () => {
  const folder = mkdtempSync(join(tmpdir(), 'links-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, 'a.html'),
    '<a href="b.html#x">1</a><a href="b.html#y">2</a><img src="no.png"><a href="#">3</a>',
  );
  writeFileSync(join(folder, 'b.html'), '<p id="x"></p><a href="https://example.org">4</a>');
  expect(brokenHtmlLinks(folder)).toEqual(['a.html: b.html#y', 'a.html: no.png']);
});
