import { measureLevel } from '@ser/audio';
import { type Emotion, type ProgressListener, SerError, startProgress, throwIfAborted } from '@ser/core';
import { split } from '@ser/dsp';
import { byCodeUnits, type Corpus } from './corpus.js';

/** Options of {@link exploreCorpus}. */
export interface ExploreOptions {
  /** Level below the loudest part of a clip from which on sound counts as silence, in dB; 40 by default. */
  readonly silenceDb?: number | undefined;
  readonly onProgress?: ProgressListener | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Figures of one clip. */
export interface ClipFigures {
  readonly id: string;
  readonly sampleRate: number;
  /** Length in seconds. */
  readonly seconds: number;
  /** Root mean square and largest magnitude in dBFS; -Infinity for digital silence. */
  readonly rmsDb: number;
  readonly peakDb: number;
  /** Share of the samples that are clipped, and of the time that is silent; 0 to 1. */
  readonly clippedRatio: number;
  readonly silentRatio: number;
}

/** The distribution of a figure over clips. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly mean: number;
  readonly max: number;
}

/** The result of {@link exploreCorpus}. */
export interface CorpusFigures {
  /** Utterances of each emotion in alphabetical order, and of each speaker in the order of their names. */
  readonly emotions: readonly { readonly emotion: Emotion; readonly utterances: number }[];
  readonly speakers: readonly { readonly speaker: string; readonly utterances: number }[];
  /** The largest class over the smallest; 1 if all are equal. */
  readonly imbalance: number;
  readonly totalSeconds: number;
  readonly seconds: Spread;
  /** Of the clips that are not digital silence. */
  readonly rmsDb: Spread;
  readonly silentRatio: Spread;
  /** Clips at each sample rate in Hz. */
  readonly sampleRates: readonly { readonly sampleRate: number; readonly clips: number }[];
  /** Ids of clips with clipping, and of those with nothing but zeros. */
  readonly clipped: readonly string[];
  readonly digitalSilence: readonly string[];
  /** The figures of each clip, in the order of the corpus. */
  readonly clips: readonly ClipFigures[];
}

/**
 * Returns figures of a corpus from all of its clips: counts, durations, levels, clipping, silence, imbalance.
 *
 * @throws SerError of the clip that cannot be read; `INVALID_CORPUS` for a corpus without utterances; the reason of
 *   `signal`.
 */
export async function exploreCorpus(corpus: Corpus, options: ExploreOptions = {}): Promise<CorpusFigures> {
  const { silenceDb = 40, onProgress, signal } = options;
  if (corpus.utterances.length === 0) throw new SerError('INVALID_CORPUS', `${corpus.name} has no utterances`);
  const progress = startProgress('explore', corpus.utterances.length, onProgress);
  const clips: ClipFigures[] = [];
  for (const utterance of corpus.utterances) {
    throwIfAborted(signal, 'the exploration was stopped');
    const audio = await corpus.read(utterance);
    const { rmsDb, peakDb, clippedRatio } = measureLevel(audio);
    const sounding = peakDb === Number.NEGATIVE_INFINITY ? [] : split(audio, { topDb: silenceDb });
    const loud = sounding.reduce((sum, { start, end }) => sum + end - start, 0);
    clips.push({
      id: utterance.id,
      sampleRate: audio.sampleRate,
      seconds: audio.samples.length / audio.sampleRate,
      rmsDb,
      peakDb,
      clippedRatio,
      silentRatio: 1 - loud / audio.samples.length,
    });
    progress.advance();
  }
  const emotions = corpus.emotions.map((emotion) => ({
    emotion,
    utterances: corpus.utterances.filter((utterance) => utterance.emotion === emotion).length,
  }));
  const counts = emotions.map(({ utterances }) => utterances);
  const seconds = clips.map((clip) => clip.seconds);
  const audible = clips.filter(({ rmsDb }) => Number.isFinite(rmsDb));
  return {
    emotions,
    speakers: countBy(corpus.utterances.map(({ speaker }) => speaker))
      .sort(([a], [b]) => byCodeUnits(a, b))
      .map(([speaker, utterances]) => ({ speaker, utterances })),
    imbalance: Math.max(...counts) / Math.min(...counts),
    totalSeconds: seconds.reduce((sum, value) => sum + value, 0),
    seconds: spreadOf(seconds),
    rmsDb: spreadOf(audible.map(({ rmsDb }) => rmsDb)),
    silentRatio: spreadOf(clips.map(({ silentRatio }) => silentRatio)),
    sampleRates: countBy(clips.map(({ sampleRate }) => sampleRate))
      .sort(([a], [b]) => a - b)
      .map(([sampleRate, count]) => ({ sampleRate, clips: count })),
    clipped: clips.filter(({ clippedRatio }) => clippedRatio > 0).map(({ id }) => id),
    digitalSilence: clips.filter(({ rmsDb }) => !Number.isFinite(rmsDb)).map(({ id }) => id),
    clips,
  };
}

function countBy<T>(values: readonly T[]): [T, number][] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts];
}

/** Returns the distribution of values; NaN for an empty list. */
function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const { length } = sorted;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / length;
  return { min: at(0), median: (at((length - 1) >> 1) + at(length >> 1)) / 2, mean, max: at(length - 1) };
}
