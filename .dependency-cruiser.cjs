// Layers of the workspace: packages on floors, rooms (folders) inside a package. Imports point down only.

/** A package may import only from packages on floors below its own. */
const FLOORS = [
  ['core'],
  ['dsp', 'kernels', 'report'],
  ['audio', 'encoders', 'models'],
  ['datasets', 'interchange'],
  ['training'],
  ['experiments'],
  ['assistant', 'batch', 'server'],
  ['ser'],
  ['live'],
];

/**
 * The rooms of `packages/<name>/src` from bottom to top. A room may import only from levels below its own; rooms of one
 * level do not import each other. A name with a dot is a single file. Files of `src` that are not listed (index.ts,
 * node.ts) are entries: they may import every room, and no room may import them.
 */
const ROOMS = {
  core: [
    ['errors', 'valibot'],
    ['text'],
    ['numbers', 'schema', 'workers', 'emotions.ts', 'progress.ts'],
    ['table'],
    ['node'],
  ],
  dsp: [
    ['signal'],
    ['fft'],
    ['engine'],
    ['temporal', 'transform'],
    ['pitch', 'spectral'],
    ['waveform'],
    ['effects', 'front-end'],
  ],
  kernels: [['module'], ['kernels'], ['layers'], ['optimizers', 'passes'], ['install.ts'], ['chained-ops.ts']],
  report: [['drawing', 'node'], ['charts'], ['page']],
  audio: [['audio.ts'], ['bytes', 'level', 'microphone'], ['formats', 'segments'], ['decode'], ['node']],
  encoders: [['platform'], ['open-encoder.ts'], ['provide-encoder.ts']],
  models: [
    ['version.ts', 'schema'],
    ['layers'],
    ['backend', 'speakers'],
    ['architectures', 'predict'],
    ['model-file'],
    ['model'],
  ],
  datasets: [
    ['corpus'],
    ['catalog', 'synthetic'],
    ['labels'],
    ['readers'],
    ['features', 'splits', 'verify'],
    ['download'],
  ],
  training: [
    ['recipe'],
    ['data'],
    ['metrics'],
    ['optimizers'],
    ['losses'],
    ['network'],
    ['checkpoint'],
    ['speakers'],
    ['fit'],
    ['fine-tuning'],
    ['workers'],
  ],
  experiments: [['experiment', 'runs'], ['study']],
  assistant: [['context', 'mcp'], ['adapters']],
  batch: [['contract.ts'], ['clips', 'results'], ['score'], ['queue', 'run']],
  server: [['schema'], ['contract.ts'], ['client', 'service']],
  live: [['annotation', 'offline', 'personal', 'serve'], ['worker'], ['session'], ['view'], ['page']],
  interchange: [
    ['hdf5', 'network'],
    ['keras', 'onnx'],
  ],
};

const TESTS = '(\\.(test|test-d|fixture)\\.ts$|/src/test/)';

/** Code that a worker starts with: an entry, like index.ts. */
const WORKER = '/worker\\.ts$';

const escaped = (text) => text.replaceAll('.', '\\.');
const floorRules = FLOORS.flatMap((packages, floor) =>
  packages.map((name) => {
    const allowed = [name, ...FLOORS.slice(0, floor).flat()];
    return {
      name: `floor-of-${name}`,
      comment: `${name} is on floor ${floor} and may import only from floors below`,
      severity: 'error',
      from: { path: `^packages/${name}/` },
      to: { path: `^packages/(?!(${allowed.join('|')})/)` },
    };
  }),
);

/** Rules of the rooms of one package. */
function roomRules(name, levels) {
  const src = `^packages/${name}/src/`;
  const pathOf = (room) => (room.includes('.') ? `${src}${escaped(room)}$` : `${src}${room}/`);
  const folders = levels.flat().filter((room) => !room.includes('.'));
  return [
    ...levels.flatMap((rooms, level) =>
      rooms.map((room) => ({
        name: `room-${name}-${room}`,
        comment: `${room} of ${name} is on level ${level} of its package and may import only from levels below`,
        severity: 'error',
        from: { path: pathOf(room), pathNot: [TESTS, WORKER] },
        to: { path: src, pathNot: [pathOf(room), ...levels.slice(0, level).flat().map(pathOf)] },
      })),
    ),
    {
      name: `unlisted-room-of-${name}`,
      comment: `every room of ${name} has a level in .dependency-cruiser.cjs`,
      severity: 'error',
      from: { path: `${src}[^/]+/`, pathNot: [`${src}(${folders.join('|')})/`, TESTS] },
      to: {},
    },
  ];
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...floorRules,
    ...Object.entries(ROOMS).flatMap(([name, levels]) => roomRules(name, levels)),
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-deep-imports',
      comment: 'another package is used through its exports, never through its source files',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/(?!$1/)[^/]+/src/' },
    },
    {
      name: 'pure',
      comment: '@ser/core, @ser/dsp and @ser/report run in browsers and workers: Node modules only behind /node',
      severity: 'error',
      from: {
        path: '^packages/(core|dsp|report)/src/',
        pathNot: '(/node/|/node\\.ts$|\\.test\\.ts$|\\.fixture\\.ts$)',
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'declared-dependencies',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: TESTS },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev', 'unknown'],
        dependencyTypesNot: ['npm-peer'],
        // The build puts the models that `ser` carries under these names; Vite gives the address of a file for ?url.
        pathNot: '^carried-model(/|$)|\\?url$',
      },
    },
  ],
  options: {
    doNotFollow: { path: '(node_modules|/dist/)' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
    moduleSystems: ['es6'],
  },
};
