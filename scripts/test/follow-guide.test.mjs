import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { root } from '../lib/packages.mjs';

/**
 * Adds a template to a package as CONTRIBUTING.md says, in memory, and loads the package from its sources.
 *
 * @param name of the package, e.g. `models`.
 * @param entries modules whose exports are returned, below `src`.
 * @param file the new file, below `src`, with the text of a template.
 * @param insertions [file below `src`, line, text]: the text goes before the line.
 */
async function withTemplate(name, { entries, file, template, insertions }) {
  const src = join(root, 'packages', name, 'src');
  const texts = new Map([[join(src, file), await readFile(join(root, 'scripts/test/templates', template), 'utf8')]]);
  for (const [path, line, text] of insertions) {
    const whole = join(src, path);
    const before = texts.get(whole) ?? (await readFile(whole, 'utf8'));
    expect(before.split(line), `${path} has one line ${line.trim()}`).toHaveLength(2);
    texts.set(
      whole,
      before.replace(line, () => text + line),
    );
  }
  const overlay = {
    name: 'overlay',
    setup(plugins) {
      const added = join(src, file).replace(/\.ts$/, '.js');
      plugins.onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir }) =>
        join(resolveDir, path) === added ? { path: join(src, file) } : undefined,
      );
      plugins.onLoad({ filter: /\.ts$/ }, ({ path }) =>
        texts.has(path) ? { contents: texts.get(path), loader: 'ts', resolveDir: join(path, '..') } : undefined,
      );
    },
  };
  // Next to the package's dependencies, in a folder that git ignores.
  const folder = join(root, 'packages', name, '.vitest');
  await mkdir(folder, { recursive: true });
  const outfile = join(folder, `with-template-${process.pid}.mjs`);
  try {
    await build({
      stdin: {
        contents: entries.map((entry) => `export * from './${entry}';`).join('\n'),
        resolveDir: src,
        loader: 'ts',
      },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      external: ['#*', 'carried-model'],
      loader: { '.wasm': 'base64' },
      plugins: [overlay],
      logLevel: 'error',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(outfile, { force: true });
  }
}

/** Files that a recipe of the guide lists, below `src` of a package, without tests. */
async function listed(title, name) {
  const guide = await readFile(join(root, 'CONTRIBUTING.md'), 'utf8');
  const [section] = guide.split(`### ${title}\n`)[1].split(/^##/m);
  const files = [...section.matchAll(/^\| `packages\/([^/]+)\/src\/([^`]+)`/gm)];
  return files.filter(([, owner, file]) => owner === name && !file.includes('.test.')).map(([, , file]) => file);
}

const RECIPES = {
  'Add a corpus': {
    name: 'datasets',
    example: 'catalog/asian/subesco.ts',
    entries: ['index.js', 'node.js'],
    file: 'catalog/asian/template.ts',
    template: 'corpus.ts',
    insertions: [
      [
        'catalog/catalog.ts',
        "import { tess } from './english/tess.js';\n",
        "import { template } from './asian/template.js';\n",
      ],
      ['catalog/catalog.ts', "  | 'tess'\n", "  | 'template'\n"],
      ['catalog/catalog.ts', '  tess,\n', '  template,\n'],
      [
        'index.ts',
        "export { parseSubesco } from './catalog/asian/subesco.js';\n",
        "export { parseTemplate } from './catalog/asian/template.js';\n",
      ],
    ],
  },
  'Add a model': {
    name: 'models',
    example: 'architectures/cnn-lstm.ts',
    entries: ['index.js'],
    file: 'architectures/template.ts',
    template: 'model.ts',
    insertions: [
      [
        'architectures/build-model.ts',
        "import { buildTimNet, timNetEntries } from './tim-net.js';\n",
        "import { buildTemplate, templateEntries } from './template.js';\n",
      ],
      ['architectures/build-model.ts', "  'tim-net': timNetEntries,\n", '  template: templateEntries,\n'],
      ['architectures/build-model.ts', "  'tim-net': buildTimNet,\n", '  template: buildTemplate,\n'],
      [
        'index.ts',
        "export { buildTimNet, type TimNetOptions } from './architectures/tim-net.js';\n",
        "export { buildTemplate, type TemplateOptions } from './architectures/template.js';\n",
      ],
    ],
  },
  'Add a feature': {
    name: 'dsp',
    example: 'spectral/shape/spectral-flatness.ts',
    entries: ['index.js'],
    file: 'spectral/shape/spectral-template.ts',
    template: 'feature.ts',
    insertions: [
      ['front-end/front-end-config.ts', "    of('flatness', {}),\n", "    of('template', {}),\n"],
      [
        'front-end/features/create-feature.ts',
        "import { burg } from '../../waveform/lpc.js';\n",
        "import { largestOf } from '../../spectral/shape/spectral-template.js';\n",
      ],
      [
        'front-end/features/create-feature.ts',
        '  contrast: contrastFeature,\n',
        "  template: ({ kind }, context) =>\n    frameFeature([kind], 'magnitude', context.frames, (_x, _at, magnitude, row, to) => {\n      row[to] = largestOf(magnitude);\n    }),\n",
      ],
      [
        'index.ts',
        'export {\n  type FlatnessOptions,\n',
        "export { spectralTemplate } from './spectral/shape/spectral-template.js';\n",
      ],
    ],
  },
  'Add a command': {
    name: 'ser',
    example: 'commands/experiments/compare.ts',
    entries: ['cli/run-cli.js'],
    file: 'commands/experiments/template.ts',
    template: 'command.ts',
    insertions: [
      [
        'cli/command-table.ts',
        '  robustness: entry(\n',
        "  template: entry('Greet somebody', () => import('../commands/experiments/template.js')),\n",
      ],
      ['cli/run-cli.ts', '  ser robustness --model models/mine --corpus tess\n', '  ser template --name world\n'],
    ],
  },
};

const follow = (title) => withTemplate(RECIPES[title].name, RECIPES[title]);

describe.each(Object.entries(RECIPES))('%s', (title, { name, example, file, insertions }) => {
  it('changes exactly the sources that the guide lists', async () => {
    const changed = [...new Set([file, ...insertions.map(([path]) => path)])];
    const expected = (await listed(title, name)).map((path) => (path === example ? file : path));
    expect(changed.sort()).toEqual(expected.sort());
  });
});

describe('a template that is added as the guide says', () => {
  afterEach(() => vi.restoreAllMocks());

  it('as a corpus can be loaded from a folder', async () => {
    const { loadCorpus, CORPUS_NAMES, parseTemplate } = await follow('Add a corpus');
    const folder = await mkdtemp(join(tmpdir(), 'ser-guide-'));
    try {
      const { encodeWav } = await import('../../packages/audio/dist/index.js');
      for (const [i, clip] of ['03-a-2.wav', '04-n-1.wav', '04-x-1.wav'].entries()) {
        const samples = new Float32Array(1600).fill(0.1 * (i + 1));
        await writeFile(join(folder, clip), encodeWav({ samples, sampleRate: 16_000 }));
      }
      const corpus = await loadCorpus('template', folder);
      expect(corpus.utterances.map(({ id, emotion }) => [id, emotion])).toEqual([
        ['template/03-a-2', 'angry'],
        ['template/04-n-1', 'neutral'],
      ]);
      expect(corpus.skipped).toMatchObject([{ reason: 'the template corpus has no emotion letter x' }]);
      expect(parseTemplate('03-a-2.wav')).toMatchObject({ speaker: '03', sentence: '2' });
      expect(CORPUS_NAMES).toContain('template');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('as a model can be built by its kind, with its options checked', async () => {
    const { buildModel, startBackend } = await follow('Add a model');
    await startBackend({ backend: 'cpu' });
    const size = { frames: 6, coeffs: 4, classes: 3, seed: 1 };
    const network = buildModel({ kind: 'template', units: 5 }, size);
    expect(network.outputs[0].shape).toEqual([null, 3]);
    expect(network.countParams()).toBe((6 * 4 + 1) * 5 + (5 + 1) * 3);
    expect(() => buildModel({ kind: 'template', units: 0 }, size)).toThrow('model.units must be a positive integer');
    network.dispose();
  });

  it('as a feature gives the numbers of its function in a front end, offline and streaming', async () => {
    const { createFrontEnd, spectralTemplate } = await follow('Add a feature');
    const signal = { samples: Float64Array.from({ length: 4000 }, (_, i) => Math.sin(i / 7)), sampleRate: 8000 };
    const frame = { nFft: 512, hopLength: 160 };
    const frontEnd = createFrontEnd({ sampleRate: 8000, frame, features: [{ kind: 'template' }] });
    const { data, frames } = frontEnd.extract(signal);
    const direct = spectralTemplate(signal, frame);
    expect(frames).toBe(26);
    expect([...data]).toEqual([...direct.data]);
  });

  it('as a command runs and appears in the help', async () => {
    const { runCli } = await follow('Add a command');
    const written = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(text) > 0);
    await runCli(['template', '--name', 'Ada']);
    await runCli(['--help']);
    vi.restoreAllMocks();
    expect(written[0]).toBe('Hello Ada\n');
    expect(written.join('')).toContain('Greet somebody');
  });
});
