import { basename, extname, join } from 'node:path';
import type { Audio } from '@ser/audio';
import { SerError } from '@ser/core';
import type { Predictor } from '@ser/models/contract';
import type { RecordingPrediction } from '../../contract.js';
import { LONGEST_UTTERANCE } from '../../stream/predict-segments.js';

/** Writes what moved the answers, a picture for each recording. */
export interface ExplanationFiles {
  /** Writes the picture of a recording and returns its path. */
  write(name: string, audio: Audio, answer: RecordingPrediction): Promise<string>;
}

/**
 * Prepares the pictures of `--explain`.
 *
 * @param target a file that ends with `.svg` or `.png`, for one recording; else a folder.
 * @throws SerError `INVALID_ARGUMENT` for an ensemble, and for a file where there are several recordings.
 */
export function explanationFiles(model: Predictor, target: string, recordings: number): ExplanationFiles {
  if (model.members.length > 1)
    throw new SerError('INVALID_ARGUMENT', '--explain does not work with ensembles', {
      hint: 'Name one of its models.',
    });
  const isFile = ['.svg', '.png'].includes(extname(target).toLowerCase());
  if (isFile && recordings > 1)
    throw new SerError(
      'INVALID_ARGUMENT',
      `--explain ${target} is the picture of one recording, not of ${recordings}`,
      {
        hint: 'Name a folder.',
      },
    );
  const taken = new Set<string>();
  const pathOf = (name: string): string => {
    const stem = basename(name, extname(name)) || 'recording';
    let file = `${stem}.svg`;
    for (let n = 2; taken.has(file); n++) file = `${stem}-${n}.svg`;
    taken.add(file);
    return join(target, file);
  };
  return {
    async write(name, audio, answer) {
      // Most answers are not explained: what draws is loaded here.
      const [{ drawExplanation }, { writePicture }] = await Promise.all([
        import('../../pictures/index.js'),
        import('../output/picture-file.js'),
      ]);
      const svg = drawExplanation(model, audio, answer, { title: `${basename(name)}: ${answer.label}` });
      const file = isFile ? target : pathOf(name);
      await writePicture(file, svg);
      return file;
    },
  };
}

/** @throws SerError `INVALID_AUDIO` for a recording of several utterances. */
export function requireOneUtterance(name: string, { samples, sampleRate }: Audio): void {
  const seconds = samples.length / sampleRate;
  if (seconds > LONGEST_UTTERANCE)
    throw new SerError(
      'INVALID_AUDIO',
      `${name} lasts ${seconds.toFixed(1)} s: --explain draws recordings of at most ${LONGEST_UTTERANCE} s`,
      { hint: 'Cut out the part of interest, e.g. with ffmpeg -ss and -t.' },
    );
}
