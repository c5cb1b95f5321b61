import { buildModel, type ModelSpec } from '../src/architectures/build-model.js';
import type { SerModelParts } from '../src/model/model-parts.js';
import { SerModel } from '../src/model/ser-model.js';
import { mfccFrontEnd } from './audio.js';

/** An untrained model of 40 frames of 13 MFCC. */
export function makeModel(spec: ModelSpec, parts: Partial<SerModelParts> = {}, seed = 5): SerModel {
  return new SerModel({
    network: buildModel(spec, { frames: 40, coeffs: 13, classes: 3, seed }),
    frontEnd: mfccFrontEnd(),
    labels: ['angry', 'happy', 'sad'],
    window: { frames: 40, hopFrames: 20, padding: 'zero' },
    card: { name: 'test', description: 'Untrained.', corpora: [], license: 'MIT' },
    ...parts,
  });
}
