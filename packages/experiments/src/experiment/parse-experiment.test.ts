import { SerError } from '@ser/core';
import { MODEL_KINDS } from '@ser/models';
import { DEFAULT_FRONT_END, TRAINING_DEFAULTS } from '@ser/training';
import { describe, expect, it } from 'vitest';
import { parseExperiment } from './parse-experiment.js';

const least = { corpus: 'emodb', model: { kind: 'cnn' } };

const errorOf = (description: unknown): SerError => {
  try {
    parseExperiment(description);
  } catch (error) {
    expect(error).toBeInstanceOf(SerError);
    expect((error as SerError).code).toBe('INVALID_ARGUMENT');
    return error as SerError;
  }
  throw new Error('no error');
};

describe('a missing field', () => {
  it('has the value of the default recipe, the default front end, or seed 0', () => {
    expect(parseExperiment(least)).toEqual({
      complete: true,
      corpus: 'emodb',
      model: { kind: 'cnn' },
      frontEnd: DEFAULT_FRONT_END,
      training: TRAINING_DEFAULTS.cnn,
      seed: 0,
    });
    const lstm = parseExperiment({
      corpus: ['emodb', 'tess'],
      model: { kind: 'lstm', units: 64 },
      training: { epochs: 5 },
    });
    expect(lstm.corpus).toEqual(['emodb', 'tess']);
    expect(lstm.model).toEqual({ kind: 'lstm', units: 64 });
    expect(lstm.training).toEqual({ ...TRAINING_DEFAULTS.lstm, epochs: 5 });
  });

  it('is not taken from the recipe inside a given object', () => {
    const { training } = parseExperiment({ ...least, training: { schedule: { kind: 'one-cycle', peakAt: 0.2 } } });
    expect(training.schedule).toEqual({ kind: 'one-cycle', peakAt: 0.2 });
  });

  it('is not classWeights if balance contains class', () => {
    const { classWeights: _, ...others } = TRAINING_DEFAULTS.cnn;
    const balanced = { ...least, training: { balance: ['corpus', 'class'] } };
    expect(parseExperiment(balanced).training).toEqual({ ...others, balance: ['corpus', 'class'] });
    expect(parseExperiment({ ...least, training: { balance: ['corpus'] } }).training.classWeights).toBe('balanced');
    expect(errorOf({ ...least, training: { balance: ['class'], classWeights: 'balanced' } })).toMatchObject({
      message:
        "training.classWeights must be 'none' or a list of weights if balance contains 'class', got \"balanced\"",
      hint: expect.stringContaining('twice'),
    });
    const weights = [1, 2];
    expect(
      parseExperiment({ ...least, training: { balance: ['class'], classWeights: weights } }).training.classWeights,
    ).toEqual(weights);
  });

  it('stays out if it is null', () => {
    const { training, ...rest } = parseExperiment({
      ...least,
      seed: 3,
      protocol: null,
      training: { averaging: null, clipNorm: null },
    });
    expect(training).not.toHaveProperty('averaging');
    expect(training).not.toHaveProperty('clipNorm');
    expect(rest).not.toHaveProperty('protocol');
    expect(parseExperiment({ ...rest, training })).toEqual({ ...rest, training });
  });

  it('may be null where null is a value', () => {
    const frontEnd = {
      sampleRate: 16_000,
      level: null,
      frame: { nFft: 512, hopLength: 160, winLength: null },
      features: [{ kind: 'mfcc', melNorm: null, topDb: null, lifter: null }],
    };
    expect(parseExperiment({ ...least, frontEnd }).frontEnd).toEqual({
      sampleRate: 16_000,
      frame: { nFft: 512, hopLength: 160 },
      features: [{ kind: 'mfcc', melNorm: null, topDb: null }],
    });
  });

  it('stays out of a complete description', () => {
    const { training, ...rest } = parseExperiment(least);
    const { window, epochs } = training;
    expect(parseExperiment({ ...rest, training: { window, epochs } }).training).toEqual({ window, epochs });
    expect(errorOf({ ...least, complete: true }).message).toBe('frontEnd is missing');
    expect(errorOf({ ...least, complete: 'yes' }).message).toBe('complete must be true or false, got "yes"');
  });

  it('does not exist in a complete experiment, which stays as it is', () => {
    const once = parseExperiment({
      ...least,
      description: 'All fields',
      protocol: 'loso',
      speakerAdaptation: 'speaker',
      audioAugmentation: { copies: 2, steps: [{ kind: 'noise', color: 'pink', snrDb: [5, 20], probability: 0.5 }] },
    });
    expect(parseExperiment(JSON.parse(JSON.stringify(once)))).toEqual(once);
  });
});

describe('errors', () => {
  it.each([
    ['corpus', { model: { kind: 'cnn' } }, 'corpus is missing'],
    ['model', { corpus: 'emodb' }, 'model is missing'],
    ['corpus', { ...least, corpus: [] }, 'corpus must be a list of corpora, at least one, got []'],
    ['seed', { ...least, seed: 1.5 }, 'seed must be an integer, got 1.5'],
    ['model.units', { ...least, model: { kind: 'lstm', units: 0 } }, 'model.units must be a positive integer, got 0'],
    ['training', { ...least, training: 5 }, 'training must be an object, got 5'],
    ['training.epochs', { ...least, training: { epochs: null } }, 'training.epochs is missing'],
    [
      'training.window.frames',
      { ...least, training: { window: { hopFrames: 1, padding: 'wrap' } } },
      'training.window.frames is missing',
    ],
    [
      'training.averaging.decay',
      { ...least, training: { averaging: { kind: 'ema', decay: 1 } } },
      'training.averaging.decay must be a number in [0, 1), got 1',
    ],
    [
      'training.shards',
      { ...least, training: { shards: 64 } },
      'training.shards must be at most the batch size 32, got 64',
    ],
    [
      'training.window.hopFrames above the frames of the window',
      { ...least, training: { window: { frames: 24, hopFrames: 32, padding: 'wrap' } } },
      "training.window.hopFrames must be an integer from 1 to the window's 24 frames, got 32",
    ],
    [
      'training.heldOutSpeakers, which stopping needs',
      { ...least, training: { stopping: { patience: 3 } } },
      'training.heldOutSpeakers must be a positive integer if stopping is given, got 0',
    ],
    [
      'speakerAdaptation',
      { ...least, speakerAdaptation: 'best' },
      'speakerAdaptation must be none or speaker or enrolled, got "best"',
    ],
    [
      'enrollmentClips',
      { ...least, speakerAdaptation: 'enrolled', enrollmentClips: 0 },
      'enrollmentClips must be a positive integer, got 0',
    ],
    [
      'enrollmentClips without enrollment',
      { ...least, speakerAdaptation: 'speaker', enrollmentClips: 2 },
      "enrollmentClips must be absent unless speakerAdaptation is 'enrolled', got 2",
    ],
    [
      'audioAugmentation.steps.0.snrDb',
      { ...least, audioAugmentation: { copies: 1, steps: [{ kind: 'noise', color: 'pink', snrDb: [9, 1] }] } },
      'audioAugmentation.steps.0.snrDb must be a lowest and a highest number within [-60, 120], got [9,1]',
    ],
  ])('name %s', (_, description, message) => {
    expect(errorOf(description).message).toBe(message);
  });

  it('name kinds that do not exist, and those that do', () => {
    expect(errorOf({ ...least, training: { schedule: { kind: 'linear' } } }).message).toMatch(
      /^training\.schedule\.kind must be one of constant, cosine, .*, got "linear"$/,
    );
    expect(errorOf({ ...least, model: { kind: 'gpt' } }).message).toMatch(
      /^model\.kind must be one of .*, lstm, .*, got "gpt"$/,
    );
    expect(errorOf({ ...least, model: {} }).message).toMatch(/^model\.kind must be /);
    const frontEnd = { ...DEFAULT_FRONT_END, features: [{ kind: 'plp' }] };
    expect(errorOf({ ...least, frontEnd }).message).toMatch(/^frontEnd\.features\.0\.kind must be one of .*, mfcc/);
  });

  it('name unknown fields, and the known ones next to them', () => {
    const top = errorOf({ ...least, epochs: 5 });
    expect(top.message).toBe('epochs is not a field');
    expect(top.hint).toMatch(
      /^the experiment has complete, description, corpus, emotions, protocol, model, frontEnd, training/,
    );
    const nested = errorOf({ ...least, training: { schedule: { kind: 'cosine', warmup: 0.1 } } });
    expect(nested.message).toBe('training.schedule.warmup is not a field');
    expect(nested.hint).toBe('training.schedule has kind, warmUp, final.');
    const ofAnother = errorOf({ ...least, model: { kind: 'cnn', units: 5 } });
    expect(ofAnother.message).toBe('model.units is not a field');
    expect(ofAnother.hint).toMatch(/^model has kind, .*filters/);
    expect(
      errorOf({ ...least, frontEnd: { ...DEFAULT_FRONT_END, normalization: { mean: [], std: [] } } }).message,
    ).toBe('frontEnd.normalization is not a field');
  });

  it.each([
    [{ normalization: 'plain' }, 'normalization is now speakerAdaptation', /formerly 'plain'/],
    [{ augmentation: { copies: 1, steps: [] } }, 'augmentation is now audioAugmentation', /^$/],
    [{ training: { augmentation: {} } }, 'training.augmentation is now training.featureAugmentation', /^$/],
  ])('name the new name of a renamed field: %j', (fields, message, hint) => {
    const error = errorOf({ ...least, ...fields });
    expect(error.message).toBe(message);
    expect(error.hint ?? '').toMatch(hint);
  });

  it('come from the front end for fields that do not fit together', () => {
    const frontEnd = { ...DEFAULT_FRONT_END, frame: { nFft: 512, hopLength: 160, winLength: 1024 } };
    expect(errorOf({ ...least, frontEnd }).message).toMatch(/^frontEnd: frame.winLength must be/);
  });

  it.each([undefined, null, 5, 'cnn', []])('refuse %j, which is not an object', (description) => {
    expect(errorOf(description).message).toMatch(/^the experiment must be an object, got/);
  });
});

describe('every kind of model', () => {
  it.each(MODEL_KINDS.map((kind) => [kind]))('%s has a recipe and refuses options that it does not have', (kind) => {
    expect(parseExperiment({ corpus: 'emodb', model: { kind } }).training).toEqual(TRAINING_DEFAULTS[kind]);
    expect(errorOf({ corpus: 'emodb', model: { kind, gates: 3 } })).toMatchObject({
      message: 'model.gates is not a field',
      hint: expect.stringMatching(/^model has kind, masking, /),
    });
  });
});

it('refuses masks where there is no padding', () => {
  const masked = { corpus: 'emodb', model: { kind: 'lstm', masking: true } };
  expect(() => parseExperiment(masked)).toThrow('model.masking ignores zeros after a clip');
  const window = { frames: 96, hopFrames: 48, padding: 'zero' };
  expect(parseExperiment({ ...masked, training: { window } }).model).toEqual(masked.model);
});
