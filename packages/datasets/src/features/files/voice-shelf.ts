import { type Audio, decodeAudio } from '@ser/audio';
import { cutAudio } from '../../readers/files/cut-audio.js';
import type { Voice } from '../plan.js';
import { readSoundFile } from './read-sound-file.js';

/** Samples that are kept decoded, at most, unless one recording alone has more. */
const KEPT = 1 << 23;

/** Reads recordings, keeping those read lately: clips of a speaker are each heard in the babble of several others. */
export class VoiceShelf {
  readonly #kept = new Map<string, Audio>();
  #samples = 0;

  /** @throws SerError if the file cannot be read or decoded. */
  async read(voice: Voice): Promise<Audio> {
    const key = `${JSON.stringify(voice.mono)} ${voice.path}`;
    const whole =
      this.#kept.get(key) ?? (await decodeAudio(readSoundFile(voice.path), { name: voice.path, mono: voice.mono }));
    this.#keep(key, whole);
    const { start, end } = voice;
    return start === undefined && end === undefined ? whole : cutAudio(whole, { id: voice.path, ...voice });
  }

  /** Puts a recording last in line to be taken off. */
  #keep(key: string, audio: Audio): void {
    if (!this.#kept.delete(key)) this.#samples += audio.samples.length;
    this.#kept.set(key, audio);
    for (const [oldest, { samples }] of this.#kept) {
      if (this.#samples <= KEPT || oldest === key) break;
      this.#kept.delete(oldest);
      this.#samples -= samples.length;
    }
  }
}
