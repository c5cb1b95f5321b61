import type { Audio } from '@ser/audio';
import { invalidArgument } from '@ser/core';
import { byCodeUnits, type Corpus } from '../../corpus/corpus.js';
import { type SoundDuplicate, soundDuplicate } from './sound-duplicate.js';
import { type SoundFingerprint, similarity, soundFingerprint } from './sound-fingerprint.js';

/** Options of {@link findSoundDuplicates}. */
export interface SoundDuplicateOptions {
  /**
   * Least similarity of fingerprints that counts as near-identical, over 0 to 1. Default 0.96: of the 4773 clips of
   * EMO-DB, RAVDESS and TESS, no two different takes came above 0.95 (TESS has neighbors such as rat and rot), while of
   * 85 copies each with another level, rate, noise at 30 dB, or silence at the ends nine in ten came above 0.97.
   */
  threshold?: number;
  /** Called after each utterance with how many of all have been heard. */
  onProgress?: (done: number, of: number) => void;
}

/** Utterances whose lengths differ by more than this fraction are not compared. */
const LENGTHS_APART = 0.04;

/** Two hashes (FNV-1a, 32 bits each) of the samples, with their number and rate. */
function hashSamples({ samples, sampleRate }: Audio): string {
  const words = new Uint32Array(samples.buffer, samples.byteOffset, samples.length);
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (const word of words) {
    a = Math.imul(a ^ word, 0x01000193);
    b = Math.imul(b ^ (word >>> 13) ^ (word << 19), 0x5bd1e995);
  }
  return `${samples.length} ${sampleRate} ${a >>> 0} ${b >>> 0}`;
}

/**
 * Listens to every utterance of a corpus and finds those that are the same recording under two names, identical by hash
 * of their samples or near-identical by fingerprint.
 *
 * Takes about 8 ms and 4 KB an utterance. What it finds is for {@link auditSplit} and {@link joinDuplicates}.
 *
 * @throws SerError `INVALID_ARGUMENT` for a threshold out of range; what `corpus.read` throws.
 */
export async function findSoundDuplicates(
  corpus: Corpus,
  options: SoundDuplicateOptions = {},
): Promise<SoundDuplicate[]> {
  const { threshold = 0.96, onProgress } = options;
  if (!(threshold > 0 && threshold <= 1)) throw invalidArgument('threshold', threshold, 'over 0 and at most 1');
  const twins: SoundDuplicate[] = [];
  const firstWith = new Map<string, string>();
  const heard: { id: string; print: SoundFingerprint }[] = [];
  for (const [index, utterance] of corpus.utterances.entries()) {
    const { id } = utterance;
    const audio = await corpus.read(utterance);
    const hash = hashSamples(audio);
    const equal = firstWith.get(hash);
    if (equal !== undefined) twins.push(soundDuplicate(equal, id, 'identical', 1));
    else {
      firstWith.set(hash, id);
      const print = soundFingerprint(audio);
      if (print) heard.push({ id, print });
    }
    onProgress?.(index + 1, corpus.utterances.length);
  }
  heard.sort((a, b) => a.print.seconds - b.print.seconds || byCodeUnits(a.id, b.id));
  for (const [index, { id, print }] of heard.entries())
    for (let next = index + 1; next < heard.length; next++) {
      const other = heard[next]!;
      if (other.print.seconds > print.seconds * (1 + LENGTHS_APART)) break;
      const alike = similarity(print, other.print);
      if (alike >= threshold) twins.push(soundDuplicate(id, other.id, 'near-identical', Math.min(1, alike)));
    }
  return twins.sort((a, b) => byCodeUnits(a.first, b.first) || byCodeUnits(a.second, b.second));
}

/**
 * The corpus with twins among its duplicates, so that splits keep them on the same side.
 *
 * @throws SerError `INVALID_ARGUMENT` for a twin that is not of the corpus.
 */
export function joinDuplicates(corpus: Corpus, twins: readonly SoundDuplicate[]): Corpus {
  const pathOf = new Map(corpus.utterances.map(({ id, path }) => [id, path]));
  const path = (id: string): string => {
    const found = pathOf.get(id);
    if (found === undefined) throw invalidArgument('twins', id, `utterances of ${corpus.name}`);
    return found;
  };
  const known = new Set(corpus.duplicates.map((duplicate) => `${duplicate.of}\n${duplicate.path}`));
  const found = twins
    .map(({ first, second }) => ({ path: path(second), of: path(first), kept: true }))
    .filter((duplicate) => duplicate.path !== duplicate.of && !known.has(`${duplicate.of}\n${duplicate.path}`));
  return { ...corpus, duplicates: [...corpus.duplicates, ...found] };
}
