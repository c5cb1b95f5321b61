import { readdirSync } from 'node:fs';

/** The API pages: every package with its main entry and its Node entry, in docs/api. */
export default {
  name: 'SER for TypeScript',
  entryPointStrategy: 'packages',
  entryPoints: readdirSync('packages').map((name) => `packages/${name}`),
  packageOptions: {
    entryPoints: ['src/**/{index,node}.ts'],
    includeVersion: true,
    excludeInternal: true,
    gitRevision: 'main',
    sourceLinkTemplate: 'https://github.com/ser-ts/ser/blob/{gitRevision}/{path}#L{line}',
    // Types that an export only mentions, such as those of TensorFlow.js, have no page.
    validation: { notExported: false, invalidLink: true, invalidPath: true, rewrittenLink: true, notDocumented: false },
  },
  out: 'docs/api',
  validation: { notExported: false, invalidLink: true, invalidPath: true, rewrittenLink: true, notDocumented: false },
  treatWarningsAsErrors: true,
};
