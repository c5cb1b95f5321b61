import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { root } from '../lib/packages.mjs';
import { codeBlocks, packageOf, sourceOf } from '../lib/snippets.mjs';

/** Snippets that cannot run here, and why. */
const NOT_RUN = {
  'docs/guides/corpora.md 1': 'downloads a corpus; tested against a local server in @ser/datasets',
  'packages/datasets/README.md 7': 'reads a database of the reader; tested in @ser/datasets',
  'packages/assistant/README.md 3': 'serves until it is stopped; tested in @ser/assistant',
  'packages/server/README.md 1': 'asks a service; tested in @ser/server',
  'packages/core/README.md 2': 'is the worker of the snippet after it, which runs it',
};

/** Packages whose own tests run the snippets of their README and compare what they print. */
const OWN_TESTS = ['packages/dsp/', 'packages/experiments/', 'packages/report/'];

/** Snippets that show an error. */
const THROWS = { 'packages/core/README.md 1': 'hopLength must be a positive integer, got 0' };

/** Snippets of a real corpus, by its name. */
const CORPUS = { 'packages/datasets/README.md 1': 'emodb' };

const nameOf = ({ page, number }) => `${page} ${number}`;
const blocks = codeBlocks('tsx?').filter(({ page }) => !OWN_TESTS.some((path) => page.startsWith(path)));
const folder = mkdtempSync(join(tmpdir(), 'ser-snippets-'));
const corpora = process.env.SER_DATA_DIR;
const cwd = process.cwd();

afterAll(() => {
  process.chdir(cwd);
  rmSync(folder, { recursive: true, force: true });
});

/** Compiles a source; the packages that it imports are those that are built. */
async function compile(contents, sourcefile, outfile) {
  const resolveDir = dirname(sourcefile);
  const packages = {
    name: 'packages',
    setup: ({ onResolve, resolve }) => {
      onResolve({ filter: /^[^./]/, namespace: 'file' }, async ({ path, kind, pluginData }) => {
        if (pluginData?.isResolved || path.startsWith('node:')) return undefined;
        for (const from of [resolveDir, packageOf(path), join(root, 'packages/datasets')]) {
          const found = await resolve(path, { kind, resolveDir: from, pluginData: { isResolved: true } });
          if (found.errors.length === 0) return { path: found.path, external: true };
        }
        return undefined;
      });
    },
  };
  await build({
    stdin: { contents, sourcefile, resolveDir, loader: 'ts' },
    ...{ outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'silent', plugins: [packages] },
  });
}

/** Makes the recordings, models and tables that the snippets name. */
function fixtures(target) {
  const clip = readFileSync(join(folder, 'clip.wav'));
  for (const name of ['clip.wav', 'anna-1.wav', 'anna-2.wav', 'interview.flac'])
    writeFileSync(join(target, name), clip);
  for (const [emotion, name] of [
    ['angry', 'anna_1'],
    ['frustrated', 'ben_7'],
  ]) {
    mkdirSync(join(target, 'recordings', emotion), { recursive: true });
    writeFileSync(join(target, 'recordings', emotion, `${name}.wav`), clip);
  }
  writeFileSync(
    join(target, 'calls.csv'),
    'path,emotion,speaker\nclip.wav,angry,anna\nrecordings/frustrated/ben_7.wav,sad,ben\n',
  );
  cpSync(join(root, 'packages/ser/models/open'), join(target, 'models/emodb-cnn'), { recursive: true });
  cpSync(join(folder, 'my-lstm'), join(target, 'models/my-lstm'), { recursive: true });
  copyFileSync(join(folder, 'tuned.keras'), join(target, 'tuned.keras'));
  copyFileSync(join(root, 'packages/encoders/test-data/tiny-encoder.onnx'), join(target, 'tiny-encoder.onnx'));
}

beforeAll(async () => {
  const source = join(root, 'scripts/test/given-values.ts');
  const file = join(folder, 'given.mjs');
  await compile(readFileSync(source, 'utf8'), source, file);
  process.chdir(folder);
  const { given } = await import(file);
  Object.assign(globalThis, await given());
}, 120_000);

describe.each(blocks.map((block) => [nameOf(block), block]))('%s', (name, block) => {
  const corpus = CORPUS[name];
  const missing = corpus !== undefined && !existsSync(join(corpora ?? '', corpus));
  if (missing) console.log(`skipped: ${name}, SER_DATA_DIR has no ${corpus}`);

  it.skipIf(name in NOT_RUN || missing)('runs', { timeout: 300_000 }, async () => {
    const target = mkdtempSync(join(folder, 'snippet-'));
    fixtures(target);
    if (corpus) cpSync(join(corpora, corpus), join(target, 'data', corpus), { recursive: true });
    const worker = blocks.find(({ page, number }) => page === block.page && number === block.number - 1);
    if (worker && /square-worker/.test(block.code))
      await compile(worker.code, sourceOf(worker), join(target, 'square-worker.js'));
    const file = join(target, 'snippet.mjs');
    await compile(block.code, sourceOf(block), file);
    process.chdir(target);
    const printed = vi.spyOn(console, 'log').mockImplementation(() => {});
    const run = import(file);
    if (name in THROWS) await expect(run).rejects.toThrow(THROWS[name]);
    else await run;
    printed.mockRestore();
  });
});

it('knows the snippets that it leaves out', () => {
  const names = blocks.map(nameOf);
  for (const name of [...Object.keys(NOT_RUN), ...Object.keys(THROWS), ...Object.keys(CORPUS)])
    expect(names).toContain(name);
});
