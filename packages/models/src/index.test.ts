import { expect, it } from 'vitest';
import * as models from './index.js';

it('exports exactly the documented names', () => {
  expect(Object.keys(models).sort()).toEqual([
    'MODEL_BUILDERS',
    'MODEL_KINDS',
    'SerModel',
    'applyTemperature',
    'buildCnn',
    'buildLstm',
    'buildModel',
    'buildRnn',
    'copyWindow',
    'startBackend',
    'toWindows',
    'windowStarts',
  ]);
});
