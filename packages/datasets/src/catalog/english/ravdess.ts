import { type ClipFacts, type Codes, type CorpusDefinition, lookUp, type NotAClip, splitPath } from '../definition.js';

const MODALITIES = { '01': 'audio-visual', '02': 'video', '03': 'audio' } as const;
const CHANNELS = { '01': 'speech', '02': 'song' } as const;
const INTENSITIES = { '01': 'normal', '02': 'strong' } as const;
const REPETITIONS = { '01': 1, '02': 2 } as const;
const STATEMENTS = {
  '01': 'Kids are talking by the door.',
  '02': 'Dogs are sitting by the door.',
} as const;
const EMOTIONS: Codes = {
  '01': { emotion: 'neutral', label: 'neutral' },
  '02': { emotion: 'calm', label: 'calm' },
  '03': { emotion: 'happy', label: 'happy' },
  '04': { emotion: 'sad', label: 'sad' },
  '05': { emotion: 'angry', label: 'angry' },
  '06': { emotion: 'fearful', label: 'fearful' },
  '07': { emotion: 'disgusted', label: 'disgust' },
  '08': { emotion: 'surprised', label: 'surprised' },
};

/** A part of the corpus without video: speech or song. */
type Part = 'speech' | 'song';
const OTHER: Readonly<Record<Part, string>> = {
  speech: 'speech (vocal channel 01), not song',
  song: 'song (vocal channel 02), not speech',
};

function parsePart(path: string, part: Part): ClipFacts | NotAClip {
  const { folders, stem } = splitPath(path);
  if (!/^\d{2}(-\d{2}){6}$/.test(stem))
    return { skip: 'the name is not of the form 03-01-06-01-02-01-12', known: false };
  const codes = stem.split('-') as [string, string, string, string, string, string, string];
  const modality = lookUp(MODALITIES, codes[0]);
  const channel = lookUp(CHANNELS, codes[1]);
  const meaning = lookUp(EMOTIONS, codes[2]);
  const intensity = lookUp(INTENSITIES, codes[3]);
  const text = lookUp(STATEMENTS, codes[4]);
  const repetition = lookUp(REPETITIONS, codes[5]);
  const actor = Number(codes[6]);
  const unknown = (what: string, code: string): NotAClip => ({ skip: `RAVDESS has no ${what} ${code}`, known: false });
  if (!modality) return unknown('modality', codes[0]);
  if (!channel) return unknown('vocal channel', codes[1]);
  if (!meaning) return unknown('emotion', codes[2]);
  if (!intensity) return unknown('intensity', codes[3]);
  if (!text) return unknown('statement', codes[4]);
  if (!repetition) return unknown('repetition', codes[5]);
  if (actor < 1 || actor > 24) return unknown('actor', codes[6]);
  const folder = /^actor_(\d+)$/i.exec(folders.at(-1) ?? '')?.[1];
  if (folder !== undefined && Number(folder) !== actor)
    return { skip: `the folder says actor ${folder}, the name actor ${codes[6]}`, known: true };
  if (channel !== part) return { skip: OTHER[channel], known: true };
  if (modality !== 'audio')
    return { skip: `${modality} recording (modality ${codes[0]}), not audio only`, known: true };
  return {
    key: stem,
    speaker: codes[6],
    gender: actor % 2 === 1 ? 'male' : 'female',
    ...meaning,
    sentence: codes[4],
    text,
    intensity,
    repetition,
    modality,
    channel,
  };
}

/**
 * Returns the facts in a name such as `03-01-06-01-02-01-12`: modality, vocal channel, emotion, intensity, statement, repetition,
 * actor. Actors with odd numbers are male, those with even numbers female.
 *
 * Files with video or song are recognized but left out: the corpus is the speech part, audio only.
 *
 * @param path path of the file; a folder `Actor_XX` directly around it must agree with the name.
 */
export function parseRavdess(path: string): ClipFacts | NotAClip {
  return parsePart(path, 'speech');
}

/**
 * Returns the facts in a name such as `03-02-06-01-02-01-12` of the song part, as {@link parseRavdess} does for speech.
 *
 * @param path path of the file; a folder `Actor_XX` directly around it must agree with the name.
 */
export function parseRavdessSong(path: string): ClipFacts | NotAClip {
  return parsePart(path, 'song');
}

const LICENSE = 'CC BY-NC-SA 4.0';
const SOURCE =
  'S. R. Livingstone and F. A. Russo, The Ryerson audio-visual database of emotional speech and song, PLoS ONE 13(5), 2018; https://doi.org/10.5281/zenodo.1188976';

/** The speech part of the Ryerson audio-visual database of emotional speech and song. */
export const ravdess: CorpusDefinition = {
  card: {
    name: 'ravdess',
    title: 'RAVDESS, the Ryerson audio-visual database of emotional speech and song (speech, audio only)',
    language: 'en',
    license: LICENSE,
    source: SOURCE,
    benchmark: true,
    published: { clips: 1440, speakers: 24 },
  },
  example: 'Actor_01/03-01-01-01-01-01-01.wav',
  codes: EMOTIONS,
  parse: parseRavdess,
  identical: [['03-01-03-01-02-01-07', '03-01-03-01-02-02-07']],
};

/** The song part of the same database, without disgust, surprise and actor 18. */
export const ravdessSong: CorpusDefinition = {
  card: {
    name: 'ravdess-song',
    title: 'RAVDESS, the Ryerson audio-visual database of emotional speech and song (song, audio only)',
    language: 'en',
    license: LICENSE,
    source: SOURCE,
    benchmark: true,
    published: { clips: 1012, speakers: 23 },
  },
  example: 'Actor_01/03-02-01-01-01-01-01.wav',
  codes: Object.fromEntries(Object.entries(EMOTIONS).filter(([code]) => code <= '06')),
  parse: parseRavdessSong,
};
