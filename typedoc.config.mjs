import { readdirSync } from 'node:fs';

/** The API pages: every package with its main entry and its Node entry, in docs/api. */
export default {
  name: 'SER for TypeScript',
  plugin: ['./scripts/lib/typedoc-inferred-types.mjs'],
  // READMEs link to folders of the repository, which these pages do not have.
  readme: 'none',
  entryPointStrategy: 'packages',
  entryPoints: readdirSync('packages').map((name) => `packages/${name}`),
  packageOptions: {
    entryPoints: ['src/**/{index,node}.ts'],
    includeVersion: true,
    readme: 'none',
    excludeInternal: true,
    gitRevision: 'main',
    sourceLinkTemplate: 'https://github.com/ser-ts/ser/blob/{gitRevision}/{path}#L{line}',
    // Types that an export only mentions, such as those of TensorFlow.js, have no page.
    validation: { notExported: false, invalidLink: true, invalidPath: true, rewrittenLink: true, notDocumented: false },
  },
  out: 'build/site/api',
  // Its page has no place for some interfaces that others extend.
  includeHierarchySummary: false,
  validation: { notExported: false, invalidLink: true, invalidPath: true, rewrittenLink: true, notDocumented: false },
  treatWarningsAsErrors: true,
};
