import { testReadme } from '../../../tests/shared/test-readme.js';
import * as report from '../src/index.js';
import * as node from '../src/node.js';

const examples = { plot: () => import('./readme/plot.js'), page: () => import('./readme/page.js') };

testReadme(import.meta.url, examples, report, node);
