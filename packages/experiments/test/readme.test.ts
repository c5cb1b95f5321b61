import { testReadme } from '../../../tests/shared/test-readme.js';
import * as experiments from '../src/index.js';
import * as node from '../src/node.js';

const examples = {
  study: () => import('./readme/study.js'),
  select: () => import('./readme/select.js'),
  own: () => import('./readme/own.js'),
};

testReadme(import.meta.url, examples, experiments, node);
