import { expect, it } from 'vitest';
import * as interchange from './index.js';

it('exports exactly the documented names', () => {
  expect(Object.keys(interchange).sort()).toEqual([
    'exportKeras',
    'exportOnnx',
    'importKeras',
    'importSerModel',
    'loadKerasWeights',
  ]);
});
