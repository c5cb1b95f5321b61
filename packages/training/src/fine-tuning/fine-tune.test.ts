import { Random } from '@ser/core';
import { type Corpus, syntheticCorpus, type Utterance } from '@ser/datasets';
import { type SerModel, startBackend } from '@ser/models';
import { beforeAll, describe, expect, it } from 'vitest';
import { trainModel } from '../train-model.js';
import { type EmbeddedClip, embedClip, fineTune } from './fine-tune.js';

const corpus: Corpus = syntheticCorpus({ speakers: 4, utterancesPerEmotion: 6 });
let model: SerModel;
/** Clips of a speaker whom the model has not heard. */
let own: readonly Utterance[];

/** A speaker means by each emotion of the model what others mean by another: nothing but fine-tuning can know it. */
const other = (emotion: string): string => model.labels[(model.labels.indexOf(emotion) + 1) % model.labels.length]!;

async function embedded(utterances: readonly Utterance[]): Promise<EmbeddedClip[]> {
  const clips = await Promise.all(utterances.map((utterance) => corpus.read(utterance)));
  return utterances.map(({ emotion }, i) => ({ emotion: other(emotion), embeddings: embedClip(model, clips[i]!) }));
}

beforeAll(async () => {
  await startBackend();
  const [unseen] = corpus.utterances.map(({ speaker }) => speaker);
  own = corpus.utterances.filter(({ speaker }) => speaker === unseen);
  const ids = corpus.utterances.filter(({ speaker }) => speaker !== unseen).map(({ id }) => id);
  ({ model } = await trainModel({
    corpus,
    ids,
    model: { kind: 'cnn', filters: [16, 16], denseUnits: 16 },
    frontEnd: { features: [{ kind: 'mfcc' }], sampleRate: 16_000, frame: { nFft: 512, hopLength: 512 } },
    training: {
      ...{ epochs: 8, batchSize: 8, learningRate: 6e-3, schedule: { kind: 'cosine' }, clipNorm: 1 },
      window: { frames: 32, hopFrames: 16, padding: 'wrap' },
    },
    seed: 1,
  }));
  model = model.withTemperature(1.5);
});

describe('fineTune', () => {
  it('learns what only the clips tell', async () => {
    const { before, after, clips } = await fineTune(model, await embedded(own));
    expect(clips).toBe(own.length);
    expect(before.right).toBeLessThan(own.length / 3);
    expect(after.right).toBeGreaterThan(own.length / 2);
    expect(after.logLoss).toBeLessThan(before.logLoss);
  });

  it('measures each clip by a model that is fine-tuned on the others', async () => {
    const few = own.filter(({ emotion }, i) => corpus.emotions.indexOf(emotion) < 3 && i % 6 < 3);
    const clips = await embedded(few);
    expect(clips.length).toBe(9);
    const { after } = await fineTune(model, clips);
    const losses: number[] = [];
    let right = 0;
    for (const [i, { emotion }] of clips.entries()) {
      const { model: without } = await fineTune(
        model,
        clips.filter((_, other) => other !== i),
      );
      const { label, probabilities } = without.predict(await corpus.read(few[i]!));
      losses.push(-Math.log(probabilities.find((one) => one.label === emotion)!.probability));
      right += label === emotion ? 1 : 0;
      without.dispose();
    }
    expect(after.right).toBe(right);
    expect(after.logLoss).toBeCloseTo(losses.reduce((a, b) => a + b) / losses.length, 4);
  });

  it('predicts the answers before and after as SerModel.predict does', async () => {
    const clips = await embedded(own);
    const { model: tuned, before } = await fineTune(model, clips);
    const answers = await Promise.all(own.map(async (utterance) => model.predict(await corpus.read(utterance))));
    const losses = answers.map(
      ({ probabilities }, i) => -Math.log(probabilities.find(({ label }) => label === clips[i]!.emotion)!.probability),
    );
    expect(before.right).toBe(answers.filter(({ label }, i) => label === clips[i]!.emotion).length);
    expect(before.logLoss).toBeCloseTo(losses.reduce((a, b) => a + b) / losses.length, 4);
    expect([tuned.temperature, tuned.window, tuned.labels]).toEqual([1.5, model.window, model.labels]);
  });

  it('leaves the initial model and all layers but the last as they are', async () => {
    const weights = (one: SerModel) =>
      one.network.layers.flatMap((layer) => layer.getWeights().map((weight) => [...weight.dataSync()]));
    const initial = weights(model);
    const { model: tuned } = await fineTune(model, await embedded(own));
    expect(weights(model)).toEqual(initial);
    expect(weights(tuned).slice(0, -2)).toEqual(initial.slice(0, -2));
    expect(weights(tuned).slice(-2)).not.toEqual(initial.slice(-2));
    tuned.dispose();
    model.predict(await corpus.read(own[0]!));
  });

  it('keeps the weights of emotions that no clip has', async () => {
    const [first, second] = model.labels;
    const clips = (await embedded(own)).filter(({ emotion }) => emotion === first || emotion === second);
    const { model: tuned } = await fineTune(model, clips);
    const columns = ({ network, labels }: SerModel) => {
      const kernel = network.layers.at(-1)!.getWeights()[0]!.dataSync();
      return labels.map((_, k) => kernel.filter((_, i) => i % labels.length === k));
    };
    expect(columns(tuned).slice(2)).toEqual(columns(model).slice(2));
    expect(columns(tuned).slice(0, 2)).not.toEqual(columns(model).slice(0, 2));
  });

  it('says in the card what it was made of and what was measured', async () => {
    const events: number[] = [];
    const {
      model: tuned,
      before,
      after,
    } = await fineTune(model, await embedded(own), {
      card: { name: 'anna' },
      onProgress: ({ done }) => events.push(done),
    });
    expect(events).toEqual(own.map((_, i) => i + 1));
    expect(tuned.card.name).toBe('anna');
    expect(tuned.card.metrics).toMatchObject({
      'fine-tuning.clips': own.length,
      'fine-tuning.right.before': before.right,
      'fine-tuning.right.left-one-out': after.right,
    });
    expect(tuned.card.notes![0]).toContain(`${after.right} of ${own.length} right, ${before.right} before`);
  });

  it('minimizes the loss that it documents: no step from its answer lowers it', async () => {
    const clips = await embedded(own);
    const { model: tuned } = await fineTune(model, clips);
    const layer = (one: SerModel) =>
      one.network.layers
        .at(-1)!
        .getWeights()
        .flatMap((w) => [...w.dataSync()]);
    const [start, end] = [layer(model), layer(tuned)];
    const units = clips[0]!.embeddings[0]!.length;
    const k = model.labels.length;
    const squares = clips.flatMap(({ embeddings }) => embeddings.map((row) => row.reduce((s, x) => s + x * x, 0)));
    const pull = (0.1 * squares.reduce((a, b) => a + b)) / squares.length;
    const present = new Set(clips.map(({ emotion }) => model.labels.indexOf(emotion)));
    const loss = (w: readonly number[]): number => {
      let sum = (pull / 2) * w.reduce((all, x, i) => all + (x - start[i]!) ** 2, 0);
      for (const { emotion, embeddings } of clips)
        for (const row of embeddings) {
          const logit = (c: number) => w[units * k + c]! + row.reduce((s, x, u) => s + x * w[u * k + c]!, 0);
          const total = [...present].reduce((s, c) => s + Math.exp(logit(c) / 1.5), 0);
          sum -= (logit(model.labels.indexOf(emotion)) / 1.5 - Math.log(total)) / embeddings.length;
        }
      return sum;
    };
    const least = loss(end);
    expect(least).toBeLessThan(loss(start) - 1);
    const random = new Random(1);
    for (let i = 0; i < 20; i++)
      expect(loss(end.map((x) => x + random.uniform(-0.02, 0.02)))).toBeGreaterThan(least - 1e-4);
  });

  it.each([
    [
      'clips of one emotion',
      (clips: EmbeddedClip[]) => clips.filter(({ emotion }) => emotion === clips[0]!.emotion),
      /got \w+ 6$/,
    ],
    [
      'a single clip of an emotion',
      (clips: EmbeddedClip[]) => [...clips.slice(0, 5)],
      /must be at least 2 of each of 2 emotions/,
    ],
    ['no clips', () => [], 'got none'],
    [
      'an emotion that the model does not have',
      (clips: EmbeddedClip[]) => [{ ...clips[0]!, emotion: 'bored' }],
      'clips.0.emotion must be one of',
    ],
    [
      'embeddings of another model',
      (clips: EmbeddedClip[]) => [{ ...clips[0]!, embeddings: [[1, 2]] }],
      'clips.0.embeddings must be rows of 16',
    ],
  ])('refuses %s', async (_, change, message) => {
    await expect(fineTune(model, change(await embedded(own)))).rejects.toThrow(message);
  });

  it('stops at the signal', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(fineTune(model, await embedded(own), { signal })).rejects.toThrow('enough');
  });
});
