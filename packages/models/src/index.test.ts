import { expect, it } from 'vitest';
import * as models from './index.js';

it('exports exactly the documented names', () => {
  expect(Object.keys(models).sort()).toEqual([
    'MODEL_BUILDERS',
    'MODEL_KINDS',
    'SerEnsemble',
    'SerModel',
    'applyTemperature',
    'buildBaseline',
    'buildCnn',
    'buildCnn2d',
    'buildCnnLstm',
    'buildGru',
    'buildLstm',
    'buildModel',
    'buildResnet',
    'buildRnn',
    'buildTimNet',
    'buildTiny',
    'checkWindowSpec',
    'copyWindow',
    'describeEnrollment',
    'distanceTo',
    'enrollSpeaker',
    'enrolledNormalization',
    'fitNormalization',
    'loadModel',
    'modelSpecSchema',
    'predictEmbedded',
    'predictProbabilities',
    'registerLayers',
    'startBackend',
    'toWindows',
    'windowStarts',
    'withEmbedding',
  ]);
});
