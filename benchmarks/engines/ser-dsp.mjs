import { decodeAudio } from '@ser/audio';
import * as dsp from '@ser/dsp';
import { CLIPS, FRAMES, N_MELS, PITCH, PUSH_SAMPLES, TOP_DB, WORKS } from '../signals/settings.mjs';
import { timed } from './timed.mjs';

const { sampleRate } = CLIPS;
const TRACKERS = { yin: dsp.yin, pyin: dsp.pyin };

/** The front end of one work. Streams cannot know the loudest frame, so theirs has no `topDb`. */
export function frontEnd(work) {
  const { coeffs } = WORKS[work];
  const topDb = work === 'stream' ? {} : { topDb: TOP_DB };
  return dsp.createFrontEnd({
    sampleRate,
    frame: FRAMES,
    features: [
      coeffs === undefined
        ? { kind: 'logMel', nMels: N_MELS, ...topDb }
        : { kind: 'mfcc', nMfcc: coeffs, nMels: N_MELS, ...topDb },
    ],
    deltas: coeffs === undefined ? undefined : { orders: 2 },
  });
}

export function prepare(work, { clips, files }) {
  if (work === 'yin' || work === 'pyin') {
    const track = TRACKERS[work];
    const options = { ...PITCH, hopLength: FRAMES.hopLength };
    return timed((samples) => track({ samples, sampleRate }, options), clips);
  }
  const plan = frontEnd(work);
  if (work === 'wav') return timed(async (bytes) => plan.extract(await decodeAudio(bytes)), files());
  if (work === 'stream') return timed(streamClip(plan), clips);
  return timed((samples) => plan.extract({ samples, sampleRate }), clips);
}

function streamClip(plan) {
  const stream = plan.stream({ sampleRate });
  return (samples) => {
    let frames = 0;
    for (let start = 0; start < samples.length; start += PUSH_SAMPLES) {
      frames += stream.push(samples.subarray(start, Math.min(start + PUSH_SAMPLES, samples.length))).frames;
    }
    frames += stream.flush().frames;
    stream.reset();
    return frames;
  };
}
