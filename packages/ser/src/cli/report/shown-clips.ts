import { encodeWav, resampleAudio } from '@ser/audio';
import { type ProgressListener, startProgress, throwIfAborted } from '@ser/core';
import type { Corpus } from '@ser/datasets';
import type { Run } from '@ser/experiments';
import { type ShownClip, worstMistakes } from '@ser/report';
import { drawClip } from '../../pictures/index.js';

/** Rate of the players, in Hz: a clip of 3 s takes 128 kB of a page. */
const PLAYED_RATE = 16_000;

/** Returns the most confident mistakes of a run with their recordings: player, waveform and mel spectrogram. */
export async function shownMistakes(
  run: Run,
  corpus: Corpus,
  count: number,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress?: ProgressListener | undefined },
): Promise<ShownClip[]> {
  const utterances = new Map(corpus.utterances.map((utterance) => [utterance.id, utterance]));
  const mistakes = worstMistakes(run, count).flatMap(({ id }) => utterances.get(id) ?? []);
  const { advance } = startProgress('mistakes', mistakes.length, onProgress);
  const clips: ShownClip[] = [];
  for (const utterance of mistakes) {
    throwIfAborted(signal, 'the report was stopped');
    const audio = await corpus.read(utterance);
    const { waveform, mel } = drawClip(audio, { pictures: ['waveform', 'mel'] });
    const wav = new Uint8Array(encodeWav(resampleAudio(audio, Math.min(audio.sampleRate, PLAYED_RATE))));
    clips.push({ id: utterance.id, wav, plots: [waveform, mel] });
    advance();
  }
  return clips;
}
