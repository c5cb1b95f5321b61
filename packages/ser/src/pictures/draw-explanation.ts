import type { Audio } from '@ser/audio';
import { invalidArgument, SerError } from '@ser/core';
import { encoderOf, type FeatureMatrix, type FrontEnd, resample, trim } from '@ser/dsp';
import type { Prediction, Predictor } from '@ser/models/contract';
import { explanationSvg, type HeatMapAxis } from '@ser/report';
import { melAxis, timeAxis } from './ticks.js';

/** Options of {@link drawExplanation}. */
export interface DrawExplanationOptions {
  /** Default `What moved the answer`. */
  readonly title?: string | undefined;
}

/** Returns the bands of a front end whose features are mel bands and nothing else; undefined for any other. */
function onlyMelBands({ config, coeffs }: FrontEnd): HeatMapAxis | undefined {
  const [feature, other] = config.features;
  if (!feature || other || !(feature.kind === 'mel' || feature.kind === 'logMel')) return undefined;
  const { nMels = 128, fMin = 0, fMax = config.sampleRate / 2, htk } = feature;
  return nMels === coeffs ? melAxis(nMels, fMin, fMax, htk) : undefined;
}

/** The axis of features of several kinds: the name of each kind at the middle of its values. */
function kindAxis({ names }: FrontEnd): HeatMapAxis {
  const rows = new Map<string, number[]>();
  for (const [row, name] of names.entries()) {
    const kind = name.replace(/\d+$/, '');
    rows.set(kind, [...(rows.get(kind) ?? []), row]);
  }
  const ticks = [...rows].map(([label, at]) => ({ at: (at[0]! + at.at(-1)!) / 2, label }));
  return { title: 'feature', ticks };
}

/** Scales each coefficient to mean 0 and standard deviation 1, so that features of different units can be compared. */
function standardized({ data, frames, coeffs }: FeatureMatrix): Float32Array {
  const scaled = new Float32Array(data.length);
  for (let row = 0; row < coeffs; row++) {
    let [sum, squares] = [0, 0];
    for (let t = 0; t < frames; t++) sum += data[t * coeffs + row]!;
    const mean = sum / frames;
    for (let t = 0; t < frames; t++) squares += (data[t * coeffs + row]! - mean) ** 2;
    const deviation = Math.sqrt(squares / frames) || 1;
    for (let t = 0; t < frames; t++) scaled[t * coeffs + row] = (data[t * coeffs + row]! - mean) / deviation;
  }
  return scaled;
}

/** Returns the time of the middle of the first frame, in seconds from the start of the recording. */
function firstFrame({ config: { sampleRate, trim: silence, frame } }: FrontEnd, audio: Audio): number {
  const { nFft, frameLength = nFft, hopLength, center = true } = frame;
  const inside = center === true ? 0 : center === 'hop' ? hopLength / 2 : frameLength / 2;
  const cutOff = silence ? trim(resample(audio, sampleRate), silence).start : 0;
  return (cutOff + inside) / sampleRate;
}

/**
 * Draws what moved the answer of a model over the features that it was given: over the mel spectrogram, with its axis in
 * Hz, for a model of mel bands, such as the pretrained ones; else over all features, each scaled to equal deviation.
 * Silence that the front end cuts off is not drawn; times are those of the recording.
 *
 * @param model the model, `recognizer.model`; an ensemble has no explanations.
 * @param audio what it answered for.
 * @param answer its answer, with `explanation`.
 * @returns an SVG document.
 * @throws SerError `INVALID_ARGUMENT` for an answer without explanation, for one about other audio, and for a model
 *   whose features are statistics of the whole clip, which have no time.
 * @example
 * const recognizer = await loadRecognizer();
 * const audio = await readAudio('clip.wav');
 * const svg = drawExplanation(recognizer.model, audio, await recognizer.predict(audio, { explain: true }));
 */
export function drawExplanation(
  { members }: Pick<Predictor, 'members'>,
  audio: Audio,
  answer: Pick<Prediction, 'label' | 'confidence' | 'probabilities' | 'explanation'>,
  { title }: DrawExplanationOptions = {},
): string {
  const { explanation } = answer;
  const [member] = members;
  if (!explanation || !member)
    throw invalidArgument('answer.explanation', explanation, 'an explanation: predict with the option explain');
  const { frontEnd } = member;
  if (frontEnd.config.functionals)
    throw new SerError(
      'INVALID_ARGUMENT',
      'the features of this model are statistics of the whole clip, which have no time axis',
    );
  if (encoderOf(frontEnd.config))
    throw new SerError(
      'INVALID_ARGUMENT',
      'the features of this model are hidden states of a speech encoder, which have no frequency axis',
    );
  const features = frontEnd.extract(audio);
  const { frames, coeffs, hopSeconds, data: attributions } = explanation;
  if (features.frames !== frames || features.coeffs !== coeffs)
    throw invalidArgument(
      'answer.explanation',
      `${frames} × ${coeffs}`,
      `${features.frames} × ${features.coeffs} values, as the audio has`,
    );
  const bands = onlyMelBands(frontEnd);
  return explanationSvg({
    ...{ title, answer, attributions, columns: frames, rows: coeffs },
    features: bands ? features.data : standardized(features),
    x: timeAxis(frames, hopSeconds, firstFrame(frontEnd, audio)),
    y: bands ?? kindAxis(frontEnd),
  });
}
