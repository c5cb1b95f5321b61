import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseExperiment } from '@ser/experiments';
import { remeasure } from '@ser/experiments/node';
import { TRAINING_DEFAULTS } from '@ser/training';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const experiments = join(root, 'experiments');
const results = join(root, 'results/reference');
const names = readdirSync(experiments).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -5)] : []));
const read = (path: string): Record<string, unknown> => JSON.parse(readFileSync(path, 'utf8'));
const reference = readdirSync(results).filter((name) => existsSync(join(results, name, 'config.json')));

describe.each(names)('experiments/%s.json', (name) => {
  const description = read(join(experiments, `${name}.json`));

  it('is a complete experiment of that name', () => {
    const experiment = parseExperiment(description);
    expect(experiment).toEqual(description);
    const { corpus, protocol, model, initial, speakerAdaptation } = experiment;
    const parts = [[corpus].flat().join('+'), protocol, model.kind, initial && 'pretrained', speakerAdaptation];
    expect(parts.filter((part) => part !== undefined).join('-')).toBe(name);
    expect(experiment.description).toBeDefined();
  });

  it.runIf(/-(enrolled|speaker)$/.test(name))(
    'equals the experiment without speaker adaptation in all other fields',
    () => {
      const { description: _, speakerAdaptation, enrollmentClips, ...others } = description;
      const { description: __, ...plain } = read(
        join(experiments, `${name.replace(`-${speakerAdaptation}`, '')}.json`),
      );
      expect(others).toEqual(plain);
      expect(enrollmentClips === undefined).toBe(speakerAdaptation !== 'enrolled');
    },
  );

  it.runIf(/^[a-z]+-.*-(cnn|rnn|lstm)(-enrolled|-speaker)?$/.test(name))('is the default recipe', () => {
    const { corpus, protocol, model, frontEnd, training } = parseExperiment(description);
    const { kind } = model as { kind: 'cnn' | 'rnn' | 'lstm' };
    expect(training).toEqual(TRAINING_DEFAULTS[kind]);
    expect(frontEnd).toEqual(parseExperiment({ corpus, protocol, model }).frontEnd);
  });
});

describe.each(reference)('results/reference/%s', (name) => {
  it('is made by the experiment of its name', () => {
    const experiment = read(join(experiments, `${name}.json`));
    const config = read(join(results, name, 'config.json'));
    expect(config.corpus).toBe([experiment.corpus].flat().join('+'));
    for (const field of ['protocol', 'model', 'frontEnd', 'training', 'seed']) {
      expect(config[field], field).toEqual(experiment[field]);
    }
    const { copies, steps } = (config.audioAugmentation ?? {}) as Record<string, unknown>;
    expect(copies && { copies, steps }).toEqual(experiment.audioAugmentation);
    expect(config.speakerAdaptation ?? 'none').toBe(experiment.speakerAdaptation ?? 'none');
    expect(config.enrollmentClips).toBe(experiment.enrollmentClips);
    expect(config.partial).toBe(false);
  });

  it('has the figures that follow from its predictions', async () => {
    expect((await remeasure(join(results, name))).differences).toEqual([]);
  });
});
