import { expect, it } from 'vitest';
import { combineRuns } from './comparison/combine-runs.js';
import { randomRun } from './random-run.fixture.js';
import { runTitle } from './run-config.js';

it('names augmentation and initial model in a title', () => {
  const { config } = randomRun(1, 1);
  expect(runTitle(config)).toBe('cnn');
  const audioAugmentation = {
    copies: 2,
    steps: [
      { kind: 'noise', color: 'pink', snrDb: [5, 20] },
      { kind: 'room', rt60: [0.2, 0.5] },
      { kind: 'room', rt60: [0.5, 1] },
    ],
    seed: 1,
  } as const;
  const initial = { name: 'ravdess+tess-cnn', corpora: ['ravdess', 'tess'] };
  expect(runTitle({ ...config, audioAugmentation, initial })).toBe(
    'cnn, 2 augmented versions of each clip (pink noise, room), fine-tuned from ravdess+tess-cnn',
  );
});

it('calls an ensemble an ensemble only, since its members may be trained differently', () => {
  const audioAugmentation = { copies: 1, steps: [{ kind: 'gain', db: [0, 6] }], seed: 1 } as const;
  const { config } = combineRuns([randomRun(1, 1, { audioAugmentation }), randomRun(1, 2)]);
  expect(runTitle(config)).toBe('ensemble');
});
