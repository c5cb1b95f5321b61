import { mel_filter_bank, spectrogram, window_function } from '@huggingface/transformers';
import { timed } from '../engines/timed.mjs';
import { CLIPS, FRAMES, N_MELS, TOP_DB } from '../signals/settings.mjs';

/** The feature extractor under its audio models: a log-mel spectrogram, and nothing beyond. */
export function prepare(_work, { clips }) {
  const { sampleRate } = CLIPS;
  const { nFft, hopLength } = FRAMES;
  const window = window_function(nFft, 'hann');
  const filters = mel_filter_bank(nFft / 2 + 1, N_MELS, 0, sampleRate / 2, sampleRate, 'slaney', 'slaney');
  return timed(
    (clip) =>
      spectrogram(clip, window, nFft, hopLength, {
        power: 2,
        mel_filters: filters,
        log_mel: 'dB',
        db_range: TOP_DB,
      }),
    clips,
  );
}
