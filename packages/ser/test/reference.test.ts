import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseExperiment, Run } from '@ser/experiments';
import { remeasure } from '@ser/experiments/node';
import { TRAINING_DEFAULTS } from '@ser/training';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const experiments = join(root, 'experiments');
const results = join(root, 'results/reference');
const namesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -5)] : []));
const names = namesIn(experiments);
const ensembles = namesIn(join(experiments, 'ensembles'));
const read = (path: string): Record<string, unknown> => JSON.parse(readFileSync(path, 'utf8'));
const stored = readdirSync(results).filter((name) => existsSync(join(results, name, 'config.json')));
const reference = stored.filter((name) => !ensembles.includes(name));

describe.each(ensembles)('experiments/ensembles/%s.json', (name) => {
  it('combines the stored runs of two to five experiments to the stored result', async () => {
    const { members } = read(join(experiments, 'ensembles', `${name}.json`)) as { members: string[] };
    expect(members.length).toBeGreaterThanOrEqual(2);
    expect(members.length).toBeLessThanOrEqual(5);
    const run = Run.combine(await Promise.all(members.map((member) => Run.read(join(results, member)))));
    const { run: ensemble, differences } = await remeasure(join(results, name));
    expect(differences).toEqual([]);
    expect(ensemble.predictions).toEqual(run.predictions);
    expect(ensemble.config.members?.map(({ model }) => model)).toEqual(run.config.members?.map(({ model }) => model));
  });
});

describe.each(names)('experiments/%s.json', (name) => {
  const description = read(join(experiments, `${name}.json`));

  it('is a complete experiment of that name', () => {
    const experiment = parseExperiment(description);
    expect(experiment).toEqual(description);
    const { corpus, protocol, model, initial, speakerAdaptation } = experiment;
    const parts = [[corpus].flat().join('+'), protocol, model.kind, initial && 'pretrained', speakerAdaptation];
    // Further recipes of a kind have a letter.
    expect(parts.filter((part) => part !== undefined).join('-')).toBe(name.replace(/-[b-z]$/, ''));
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
