import {
  type Emotion,
  invalidArgument,
  type ProgressListener,
  runInTurns,
  SerError,
  type Steps,
  startProgress,
  unknownName,
} from '@ser/core';
import type { Signal } from '@ser/dsp';
import { type ModelCard, predictEmbedded, SerModel, toWindows, withEmbedding } from '@ser/models';
import * as tf from '@tensorflow/tfjs-core';
import { argMax } from '../fit/held-out-scores.js';
import { logLoss } from '../metrics/confidence/calibration.js';
import { hiddenUnits } from '../network/forward.js';
import { answerFor, type EmbeddedWindow, fitOutputLayer, gramOf, type OutputLayerProblem } from './output-layer.js';

/** Clips of each emotion that fine-tuning needs, so that one can be left out. */
export const LEAST_CLIPS = 2;

/** A clip with its emotion. */
export interface EmbeddedClip {
  readonly emotion: Emotion;
  /** What the output layer of the model reads for each window of the clip, from {@link embedClip}: [windows][units]. */
  readonly embeddings: readonly (readonly number[])[];
}

/** How well clips were recognized that had no part in training. */
export interface HeldOutFigures {
  /** Clips whose most probable emotion is right. */
  readonly right: number;
  /** Mean negative logarithm of the calibrated probability of the right emotion. */
  readonly logLoss: number;
}

/** The result of {@link fineTune}. */
export interface FineTuned {
  /** The model with its new output layer; its weights are its own. */
  readonly model: SerModel;
  /** Number of clips. */
  readonly clips: number;
  /** The initial model on all clips. */
  readonly before: HeldOutFigures;
  /** Fine-tuned models on all clips, each by one that was fine-tuned on the others. */
  readonly after: HeldOutFigures;
}

/** Options of {@link fineTune}. */
export interface FineTuneOptions {
  /** Fields of the card of the new model, e.g. its name. Default: those of the initial model, `-fine-tuned` in its name. */
  readonly card?: Partial<ModelCard> | undefined;
  /** Receives an event for each clip that was left out. */
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Returns what the output layer of a model reads for each window of a clip: the embeddings that {@link fineTune} needs.
 * They depend on all layers but the last, so they are computed once for each clip.
 *
 * @returns [windows][units].
 * @throws SerError `INVALID_ARGUMENT` for a clip that the front end cannot read.
 */
export function embedClip({ network, frontEnd, window }: SerModel, clip: Signal): number[][] {
  const { data, count, frames, coeffs } = toWindows(frontEnd.extract(clip), window);
  const length = frames * coeffs;
  const windows = Array.from({ length: count }, (_, i) => data.subarray(i * length, (i + 1) * length));
  const matrices = windows.map((data) => ({ data, frames, coeffs }));
  return predictEmbedded(withEmbedding(network), matrices, { window }).embeddings;
}

/**
 * Adapts the output layer of a model to a few labelled clips, e.g. of one user; all other layers stay as they are. The
 * layer is kept near the initial one, the nearer the fewer clips there are, and emotions that no clip has keep their
 * weights. Calibration and the limits of what is answered are those of the initial model.
 *
 * `before` and `after` count clips that had no part in training: each clip is recognized by a model that was fine-tuned on
 * the others. Clips of one voice, room and day are like each other, so the figures hold for such clips only.
 *
 * @param clips at least two of each of at least two emotions of the model.
 * @throws SerError `INVALID_ARGUMENT` for too few clips, an emotion that the model does not have, or a network that does
 *   not end in a dense softmax; the reason of `signal`.
 * @example
 * const clips = [{ emotion: 'happy', embeddings: embedClip(model, recording) }]; // and more
 * const { model: own, before, after } = await fineTune(model, clips);
 * console.log(`${after.right} of ${clips.length} right, ${before.right} before`); // 10 of 12 right, 6 before
 * await own.save('models/own');
 */
export async function fineTune(
  model: SerModel,
  clips: readonly EmbeddedClip[],
  { card, onProgress, signal }: FineTuneOptions = {},
): Promise<FineTuned> {
  const layer = readOutputLayer(model);
  checkClips(model, clips, layer.units);
  const problem = problemOf(model, clips, layer);
  const gram = gramOf(problem.windows);
  const { after, before } = await runInTurns(heldOutSteps(clips, model, problem, gram, onProgress), {
    signal,
    stopped: 'fine-tuning was stopped',
  });
  const all = problem.windows.map((_, i) => i);
  const changed = changedLayer(layer, problem, fitOutputLayer(problem, gram, all));
  return {
    model: await withOutputLayer(model, changed, { ...cardOf(model.card, clips, before, after), ...card }),
    clips: clips.length,
    before,
    after,
  };
}

/** Kernel [units][labels] and bias of a dense layer, row by row. */
interface OutputLayer {
  readonly units: number;
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

function readOutputLayer({ network }: SerModel): OutputLayer {
  const units = hiddenUnits(network);
  const [kernel, bias] = network.layers.at(-1)!.getWeights();
  if (units === undefined || kernel === undefined || bias === undefined)
    throw invalidArgument('model', network.name, 'a network that ends in a dense softmax with a bias');
  return { units, kernel: kernel.dataSync<'float32'>(), bias: bias.dataSync<'float32'>() };
}

function checkClips({ labels }: SerModel, clips: readonly EmbeddedClip[], units: number): void {
  const counts = new Map<string, number>();
  for (const [index, { emotion, embeddings }] of clips.entries()) {
    if (!labels.includes(emotion)) throw unknownName(`clips.${index}.emotion`, emotion, labels);
    if (embeddings.length === 0 || !embeddings.every((row) => row.length === units && row.every(Number.isFinite)))
      throw invalidArgument(`clips.${index}.embeddings`, embeddings, `rows of ${units} finite numbers, from embedClip`);
    counts.set(emotion, (counts.get(emotion) ?? 0) + 1);
  }
  const few = [...counts].find(([, count]) => count < LEAST_CLIPS);
  if (counts.size >= 2 && !few) return;
  const found = counts.size === 0 ? 'none' : [...counts].map(([emotion, count]) => `${emotion} ${count}`).join(', ');
  throw new SerError('INVALID_ARGUMENT', `clips must be at least ${LEAST_CLIPS} of each of 2 emotions, got ${found}`, {
    hint: few ? `Record another clip that is ${few[0]}.` : 'Record clips of another emotion.',
  });
}

function problemOf(
  { labels, temperature }: SerModel,
  clips: readonly EmbeddedClip[],
  { kernel, bias }: OutputLayer,
): OutputLayerProblem {
  const windows = clips.flatMap(({ emotion, embeddings }, clip): EmbeddedWindow[] =>
    embeddings.map((row) => ({
      clip,
      weight: 1 / embeddings.length,
      label: labels.indexOf(emotion),
      embedding: Float64Array.from(row),
      logits: labels.map((_, k) =>
        row.reduce((sum, value, unit) => sum + value * kernel[unit * labels.length + k]!, bias[k]!),
      ),
    })),
  );
  return { windows, labels: labels.length, temperature };
}

/** Recognizes each clip by the initial layer, and by one that was fitted to the other clips. */
function* heldOutSteps(
  clips: readonly EmbeddedClip[],
  { labels }: SerModel,
  problem: OutputLayerProblem,
  gram: readonly Float64Array[],
  onProgress: ProgressListener | undefined,
): Steps<Pick<FineTuned, 'before' | 'after'>> {
  const progress = startProgress('fine-tuning', clips.length, onProgress);
  const before: number[][] = [];
  const after: number[][] = [];
  for (const clip of clips.keys()) {
    const used = problem.windows.flatMap((window, i) => (window.clip === clip ? [] : [i]));
    before.push(answerFor(clip, problem, gram, [], []));
    after.push(answerFor(clip, problem, gram, fitOutputLayer(problem, gram, used), used));
    progress.advance();
    yield;
  }
  const truth = clips.map(({ emotion }) => labels.indexOf(emotion));
  const figures = (answers: readonly (readonly number[])[]): HeldOutFigures => ({
    right: answers.filter((answer, i) => argMax(answer) === truth[i]).length,
    logLoss: logLoss(answers, truth),
  });
  return { before: figures(before), after: figures(after) };
}

function changedLayer(
  { units, kernel, bias }: OutputLayer,
  { windows, labels }: OutputLayerProblem,
  coefficients: readonly Float64Array[],
): OutputLayer {
  const [change, shift] = [new Float64Array(units * labels), new Float64Array(labels)];
  for (const [i, { embedding }] of windows.entries())
    for (let k = 0; k < labels; k++) {
      shift[k]! += coefficients[i]![k]!;
      for (let unit = 0; unit < units; unit++) change[unit * labels + k]! += embedding[unit]! * coefficients[i]![k]!;
    }
  return { units, kernel: kernel.map((w, i) => w + change[i]!), bias: bias.map((w, i) => w + shift[i]!) };
}

/** Returns a copy of a model with another output layer. */
async function withOutputLayer(model: SerModel, { units, kernel, bias }: OutputLayer, card: ModelCard) {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save({
    async save(saved) {
      artifacts = saved;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
    },
  });
  const copy = await SerModel.load({ load: async () => artifacts! });
  tf.tidy(() => {
    const shaped = tf.tensor2d(kernel, [units, bias.length]);
    copy.network.layers.at(-1)!.setWeights([shaped, tf.tensor1d(bias)]);
  });
  return new SerModel({ ...copy, card });
}

function cardOf(
  card: ModelCard,
  clips: readonly EmbeddedClip[],
  before: HeldOutFigures,
  after: HeldOutFigures,
): ModelCard {
  const emotions = [...new Set(clips.map(({ emotion }) => emotion))].sort();
  const counts = emotions.map((name) => `${name} ${clips.filter(({ emotion }) => emotion === name).length}`);
  return {
    ...card,
    name: `${card.name}-fine-tuned`,
    description: `${card.description}; its output layer is fine-tuned on ${clips.length} clips (${counts.join(', ')})`,
    trainedAt: new Date().toISOString(),
    metrics: {
      ...card.metrics,
      'fine-tuning.clips': clips.length,
      'fine-tuning.right.before': before.right,
      'fine-tuning.right.left-one-out': after.right,
    },
    notes: [
      `Fine-tuned from ${card.name}. Clips that were left out one at a time: ${after.right} of ${clips.length} right, ${before.right} before. These are clips like those of the fine-tuning; for other voices and rooms nothing was measured, and the other figures are those of ${card.name}.`,
      ...(card.notes ?? []),
    ],
  };
}
