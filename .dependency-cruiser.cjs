// A package may import only from packages on floors below its own; no import cycles anywhere.
const FLOORS = [
  ['core'],
  ['dsp', 'kernels'],
  ['audio', 'models'],
  ['datasets', 'live', 'interchange'],
  ['training'],
  ['report'],
  ['ser'],
];

const upward = FLOORS.flatMap((packages, floor) =>
  packages.map((name) => {
    const allowed = [name, ...FLOORS.slice(0, floor).flat()];
    return {
      name: `floor-of-${name}`,
      comment: `${name} stands on floor ${floor} and may import only from below it`,
      severity: 'error',
      from: { path: `^packages/${name}/` },
      to: { path: `^packages/(?!(${allowed.join('|')})/)` },
    };
  }),
);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...upward,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-deep-imports',
      comment: 'another package is used through what its exports list, never through its source files',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/(?!$1/)[^/]+/src/' },
    },
    {
      name: 'dsp-is-pure',
      comment: '@ser/dsp runs inside an AudioWorklet: no Node modules',
      severity: 'error',
      from: { path: '^packages/(core|dsp)/src/', pathNot: '(/node/|\\.test\\.ts$)' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'declared-dependencies',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: '\\.test\\.ts$' },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev', 'unknown'],
        dependencyTypesNot: ['npm-peer'],
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
