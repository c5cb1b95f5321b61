import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { currentConfig, currentMetrics } from './former-config.js';
import { randomRun } from './random-run.fixture.js';
import { Run } from './run.js';

const augmentation = { copies: 1, steps: [], seed: 1 };

it('currentConfig(config) gives the fields of earlier versions their names of today, in members and selection too', () => {
  const former = { normalization: 'enrolled', augmentation, training: { epochs: 1, augmentation: { mixup: 0.2 } } };
  const current = {
    ...{ speakerAdaptation: 'enrolled', audioAugmentation: augmentation },
    training: { epochs: 1, featureAugmentation: { mixup: 0.2 } },
  };
  expect(currentConfig(former)).toEqual(current);
  expect(currentConfig({ members: [former] }).members).toEqual([current]);
  const fold = { fold: 'a', augmentation, training: former.training };
  expect(currentConfig({ selection: [fold] }).selection).toEqual([
    { fold: 'a', audioAugmentation: augmentation, training: current.training },
  ]);
});

it('currentConfig(config) and currentMetrics(metrics) read the spelling of the first versions', () => {
  const current = { speakerAdaptation: 'enrolled', enrollmentClips: 4 };
  expect(currentConfig({ normalisation: 'enrolled', enrolmentClips: 4 })).toEqual(current);
  expect(currentMetrics({ normalisation: 'enrolled' })).toEqual({ speakerAdaptation: 'enrolled' });
});

it('currentConfig(config) and currentMetrics(metrics) read plain, or no word, as none', () => {
  for (const former of [{ normalization: 'plain' }, {}]) {
    expect(currentConfig(former).speakerAdaptation).toBe('none');
    expect(currentMetrics(former)).toEqual({ speakerAdaptation: 'none' });
  }
  expect(currentMetrics({ speakerAdaptation: 'speaker' })).toEqual({ speakerAdaptation: 'speaker' });
});

it('a run folder of an earlier version is read as one of today', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ser-former-'));
  try {
    await Run.combine([randomRun(1, 1), randomRun(1, 2)]).write(folder);
    const today = await Run.read(folder);
    for (const name of ['config.json', 'metrics.json']) {
      const text = await readFile(join(folder, name), 'utf8');
      expect(text).toContain('"speakerAdaptation": "none"');
      await writeFile(
        join(folder, name),
        text
          .replaceAll('"speakerAdaptation": "none"', '"normalization": "plain"')
          .replaceAll('"featureAugmentation"', '"augmentation"'),
      );
    }
    expect(await Run.read(folder)).toEqual(today);
    expect(today.config.training.featureAugmentation).toBeDefined();
  } finally {
    await rm(folder, { recursive: true });
  }
});
