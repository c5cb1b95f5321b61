import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { codeCells, type Notebook } from './runner/notebook.js';
import { checkNotebook } from './runner/run-notebook.js';

const folder = import.meta.dirname;
const paths = readdirSync(folder)
  .filter((file) => file.endsWith('.ipynb'))
  .map((file) => join(folder, file));
const read = (path: string): Notebook => JSON.parse(readFileSync(path, 'utf8'));

/** A notebook may not take more bytes than this. */
const LARGEST = 500_000;

describe.each(paths.map((path) => [basename(path), path]))('%s', (_, path) => {
  it('runs on embedded data and shows what is stored in it', () => checkNotebook(path, { env: process.env }));

  it('is small, prints no warnings, and describes its pictures', () => {
    expect(readFileSync(path).byteLength).toBeLessThan(LARGEST);
    const outputs = codeCells(read(path)).flatMap((cell) => cell.outputs);
    for (const output of outputs) {
      if (output.output_type === 'stream') expect(output.name).toBe('stdout');
      else expect(String(output.data['text/plain'])).toMatch(/\w/);
    }
    expect(outputs.filter((output) => 'data' in output && output.data['image/svg+xml'])).not.toEqual([]);
  });
});

it('npm run notebooks knows its notebooks', async () => {
  const run = promisify(execFile)(process.execPath, ['--import', 'tsx', join(folder, 'run.ts'), '1-feature-explained']);
  await expect(run).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/must be one of 1-features-explained\.ipynb, .*\nHint: Did you mean 1-features/s),
  });
});

it('the list in README.md is complete', () => {
  const linked = [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/\]\((.*?\.ipynb)\)/g)].map(
    ([, name]) => name,
  );
  expect(linked).toEqual(paths.map((path) => basename(path)));
});
