import { timed } from '../engines/timed.mjs';
import { CLIPS, FRAMES, N_MELS, PITCH, WORKS } from '../signals/settings.mjs';

const { sampleRate } = CLIPS;
const { default: essentiaJs } = await withoutItsHandlers(() => import('essentia.js'));

/** essentia.js runs its WebAssembly algorithms frame by frame, as its documentation does; it has no Δ. */
export function prepare(work, { clips }) {
  const { essentia, frameSize, extract } = algorithm(work, new essentiaJs.Essentia(essentiaJs.EssentiaWASM));
  const task = timed((clip) => {
    const frames = essentia.FrameGenerator(clip, frameSize, FRAMES.hopLength);
    const results = [];
    for (let i = 0; i < frames.size(); i++) {
      const frame = frames.get(i);
      results.push(extract(frame));
      frame.delete();
    }
    frames.delete();
    return results;
  }, clips);
  return { ...task, note: work.startsWith('mfcc') ? 'without Δ and ΔΔ, which it lacks' : undefined };
}

function algorithm(work, essentia) {
  const bins = FRAMES.nFft / 2 + 1;
  const half = sampleRate / 2;
  const spectrumOf = (frame) => {
    const { frame: windowed } = essentia.Windowing(frame, false, FRAMES.nFft, 'hann', 0, false);
    const { spectrum } = essentia.Spectrum(windowed, FRAMES.nFft);
    windowed.delete();
    return spectrum;
  };
  const keep = (vector) => {
    const values = essentia.vectorToArray(vector);
    vector.delete();
    return values;
  };
  if (work.startsWith('mfcc')) {
    const { coeffs } = WORKS[work];
    const extract = (frame) => {
      const spectrum = spectrumOf(frame);
      const { bands, mfcc } = essentia.MFCC(
        spectrum,
        2,
        half,
        bins,
        0,
        'dbpow',
        0,
        'unit_sum',
        N_MELS,
        coeffs,
        sampleRate,
        1e-10,
        'power',
        'slaneyMel',
      );
      spectrum.delete();
      bands.delete();
      return keep(mfcc);
    };
    return { essentia, frameSize: FRAMES.nFft, extract };
  }
  if (work === 'log-mel') {
    const extract = (frame) => {
      const spectrum = spectrumOf(frame);
      const { bands } = essentia.MelBands(
        spectrum,
        half,
        bins,
        true,
        0,
        'unit_sum',
        N_MELS,
        sampleRate,
        'power',
        'slaneyMel',
      );
      spectrum.delete();
      return keep(bands);
    };
    return { essentia, frameSize: FRAMES.nFft, extract };
  }
  const { frameLength, fMax, fMin } = PITCH;
  const extract = (frame) => essentia.PitchYin(frame, frameLength, true, fMax, fMin, sampleRate).pitch;
  return { essentia, frameSize: frameLength, extract };
}

/** Loading essentia.js makes it catch every uncaught error of the process; those stay ours. */
async function withoutItsHandlers(load) {
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = new Set(events.flatMap((event) => process.listeners(event)));
  const loaded = await load();
  for (const event of events) {
    for (const listener of process.listeners(event)) if (!before.has(listener)) process.off(event, listener);
  }
  return loaded;
}
