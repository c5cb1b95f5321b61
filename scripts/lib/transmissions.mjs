// Recordings as they arrive over a codec or at another sample rate.
import OpusScript from 'opusscript';
import { resampleAudio } from '../../packages/audio/dist/index.js';

const FULL_SCALE = 32767;
const FRAMES_PER_SECOND = 50;

/** Conditions with their values: Opus in kbit/s, sample rates in Hz. */
export const TRANSMISSIONS = { opus: [16], rate: [8000, 48_000] };

const CHANGES = { opus: throughOpus, rate: resampleAudio };

/** Returns a corpus whose recordings are changed. */
export const transmitted = (corpus, condition, value) => ({
  ...corpus,
  locate: undefined,
  read: async (utterance) => CHANGES[condition](await corpus.read(utterance), value),
});

/** Returns mono audio of 8, 12, 16, 24 or 48 kHz after encoding and decoding. */
function throughOpus({ samples, sampleRate }, kilobits) {
  const size = sampleRate / FRAMES_PER_SECOND;
  const codec = new OpusScript(sampleRate, 1, OpusScript.Application.AUDIO);
  codec.setBitrate(1000 * kilobits);
  const heard = new Float32Array(samples.length);
  for (let start = 0; start < samples.length; start += size) {
    const frame = Int16Array.from({ length: size }, (_, i) =>
      Math.round(FULL_SCALE * Math.max(-1, Math.min(1, samples[start + i] ?? 0))),
    );
    const decoded = codec.decode(codec.encode(Buffer.from(frame.buffer), size));
    for (let i = 0; i < size && start + i < heard.length; i++)
      heard[start + i] = decoded.readInt16LE(2 * i) / FULL_SCALE;
  }
  codec.delete();
  return { samples: heard, sampleRate };
}
