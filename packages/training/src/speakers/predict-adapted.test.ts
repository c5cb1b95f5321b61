import { syntheticCorpus } from '@ser/datasets';
import { createFrontEnd } from '@ser/dsp';
import { enrollSpeaker, startBackend } from '@ser/models';
import type * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it, vi } from 'vitest';
import { DEFAULT_FRONT_END } from '../recipe/defaults.js';
import { trainModel } from '../train-model.js';
import { predictAdapted } from './predict-adapted.js';

beforeAll(async () => {
  await startBackend();
});

it.each(['enrolled', 'speaker'] as const)(
  'gives the network the numbers of a finished model with a profile (%s)',
  async (speakerAdaptation) => {
    const corpus = syntheticCorpus({ speakers: 3, utterancesPerEmotion: 2 });
    const [utterance] = corpus.utterances;
    const isTested = ({ speaker }: { speaker: string }): boolean => speaker === utterance!.speaker;
    const { model } = await trainModel({
      ...{ corpus, speakerAdaptation, enrollmentClips: 2, seed: 1, frontEnd: DEFAULT_FRONT_END },
      ids: corpus.utterances.filter((one) => !isTested(one)).map(({ id }) => id),
      model: { kind: 'cnn', filters: [8], denseUnits: 8 },
      training: { epochs: 1, batchSize: 8, window: { frames: 24, hopFrames: 12, padding: 'wrap' } },
    });
    const sounds = await Promise.all(corpus.utterances.filter(isTested).map((one) => corpus.read(one)));
    const frontEnd = createFrontEnd(DEFAULT_FRONT_END);
    const clips = sounds.map((sound) => frontEnd.extract(sound));
    const seen: Float32Array[] = [];
    const first = model.network.layers[1]!;
    const call = first.call.bind(first);
    const spy = vi.spyOn(first, 'call').mockImplementation((inputs, options) => {
      seen.push((inputs as tf.Tensor).dataSync<'float32'>().slice());
      return call(inputs, options);
    });
    predictAdapted(
      model.network,
      {
        features: [clips[0]!],
        speakers: ['x'],
        adaptation: { kind: speakerAdaptation, clips: new Map([['x', clips.slice(1, 4)]]) },
      },
      { window: model.window, normalization: model.frontEnd.config.normalization!, enrollment: model.enrollment! },
    );
    model.predict(sounds[0]!, { speaker: enrollSpeaker(model, sounds.slice(1, 4)) });
    spy.mockRestore();
    const [measured, shipped] = seen;
    expect(shipped).toHaveLength(measured!.length);
    // Features are rounded to float32 before they are normalized, but not in a finished model.
    for (const [i, value] of measured!.entries()) expect(Math.abs(shipped![i]! - value)).toBeLessThan(2e-6);
  },
);
