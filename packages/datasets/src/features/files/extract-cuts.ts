import { type Audio, decodeAudio } from '@ser/audio';
import { sha256 } from '@ser/core/node';
import { cutAudio } from '../../readers/files/cut-audio.js';
import { augmentVersion } from '../augment-version.js';
import { type Extraction, faultOf, featuresOf, type Outcome, openFrontEnd, outcomeOf } from '../extraction.js';
import type { FileCut, FileCuts } from '../plan.js';
import { readSoundFile } from './read-sound-file.js';
import { VoiceShelf } from './voice-shelf.js';

/** SHA-256 of a file's content, and the outcome of each of its cuts. */
export interface ExtractedCuts {
  /** Undefined if the file cannot be read. */
  readonly digest: string | undefined;
  readonly outcomes: readonly Outcome[];
}

/** Reads, decodes and extracts the cuts of one file. */
export type CutExtractor = (file: FileCuts) => Promise<ExtractedCuts>;

/** Prepares all that is needed for every file. */
export async function createCutExtractor(extraction: Extraction): Promise<CutExtractor> {
  const frontEnd = await openFrontEnd(extraction);
  const { augmentation } = extraction;
  const shelf = new VoiceShelf();
  const soundOf = async (whole: Audio, cut: FileCut): Promise<Audio> => {
    const { id, start, end, version, voices } = cut;
    const audio = start === undefined && end === undefined ? whole : cutAudio(whole, cut);
    if (version === undefined || !augmentation) return audio;
    const heard: Audio[] = [];
    for (const voice of voices) heard.push(await shelf.read(voice));
    return augmentVersion(audio, { ...augmentation, id, version, voices: heard });
  };
  return async ({ path, mono, cuts }) => {
    let digest: string | undefined;
    try {
      const bytes = readSoundFile(path);
      digest = sha256(bytes);
      const whole = await decodeAudio(bytes, { name: path, mono });
      const outcomes: Outcome[] = [];
      for (const cut of cuts)
        outcomes.push(await outcomeOf(async () => featuresOf(frontEnd, await soundOf(whole, cut))));
      return { digest, outcomes };
    } catch (error) {
      const fault = faultOf(error);
      return { digest, outcomes: cuts.map(() => fault) };
    }
  };
}
