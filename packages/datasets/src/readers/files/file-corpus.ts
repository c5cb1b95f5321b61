import { join, resolve } from 'node:path';
import type { Audio, DecodeAudioOptions } from '@ser/audio';
import { readAudio } from '@ser/audio/node';
import { invalidArgument } from '@ser/core';
import {
  type Corpus,
  type CorpusCard,
  type Duplicate,
  emotionsOf,
  fromFiles,
  type SkippedFile,
  type Utterance,
} from '../../corpus/corpus.js';
import { cutAudio } from './cut-audio.js';

/** The parts of a corpus of files. */
export interface FileCorpusParts {
  readonly card: CorpusCard;
  /** Folder that the utterances' paths are relative to. */
  readonly root: string;
  readonly utterances: readonly Utterance[];
  readonly duplicates: readonly Duplicate[];
  readonly skipped: readonly SkippedFile[];
  /** How a recording with several channels becomes mono. */
  readonly mono: NonNullable<DecodeAudioOptions['mono']>;
}

/** Returns a corpus whose sound is read from files. */
export function fileCorpus({ card, root, utterances, duplicates, skipped, mono }: FileCorpusParts): Corpus {
  const folder = resolve(root);
  const listed = new Map(utterances.map((utterance) => [utterance.id, utterance]));
  // Utterances that are parts of one long recording are mostly read in turn: it is decoded once.
  let last: { path: string; audio: Promise<Audio> } | undefined;
  const readFile = (path: string): Promise<Audio> => readAudio(join(folder, path), { mono });
  const find = (id: string): Utterance => {
    const utterance = listed.get(id);
    if (!utterance) throw invalidArgument('utterance', id, `an utterance of ${card.name}`);
    return utterance;
  };
  return {
    ...card,
    utterances,
    emotions: emotionsOf(utterances),
    duplicates,
    skipped,
    locate: ({ id }) => ({ path: join(folder, find(id).path), mono }),
    read: fromFiles(async ({ id }) => {
      const utterance = find(id);
      const { path, start, end } = utterance;
      if (start === undefined && end === undefined) return readFile(path);
      if (last?.path !== path) last = { path, audio: readFile(path) };
      return cutAudio(await last.audio, utterance);
    }),
  };
}
