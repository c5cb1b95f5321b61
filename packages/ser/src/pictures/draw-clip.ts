import type { Audio } from '@ser/audio';
import { quantile, unknownName } from '@ser/core';
import {
  amplitudeToDb,
  type FeatureMatrix,
  melSpectrogram,
  mfcc,
  powerToDb,
  pyin,
  resample,
  spectrogram,
} from '@ser/dsp';
import { heatMapSvg, pitchContourSvg, waveformSvg } from '@ser/report';
import { linearAxis, melAxis, timeAxis } from './ticks.js';

/** The plots of a recording, in the order in which they are shown. */
export const PICTURES = ['waveform', 'spectrogram', 'mel', 'mfcc', 'pitch'] as const;

/** The name of a plot of a recording. */
export type PictureName = (typeof PICTURES)[number];

/** Options of {@link drawClip}. */
export interface DrawClipOptions {
  /** The plots that are wanted. Default all of {@link PICTURES}. */
  readonly pictures?: readonly PictureName[] | undefined;
}

/** Seconds from frame to frame, and of a frame; a transform has the next power of two samples. */
const FRAME = { hop: 0.01, length: 0.025, pitch: 0.06 };
/** The highest frequency that is drawn, in Hz: speech has little above it. */
const HIGHEST = 8000;
const MELS = 80;
const MFCCS = 20;
/** The range of pitch that is looked for, in Hz. */
const PITCH = { fMin: 75, fMax: 600 };
/** The rate at which pitch is looked for, in Hz. */
const PITCH_RATE = 16_000;
/** Decibels below the loudest value that are drawn. */
const RANGE_DB = 80;

const powerOfTwo = (samples: number): number => 2 ** Math.ceil(Math.log2(samples));

/** Frames of spectra at the rate of a clip. A clip shorter than a frame is padded, which is nothing to warn of here. */
const framing = ({ sampleRate }: Audio) => ({
  nFft: powerOfTwo(FRAME.length * sampleRate),
  hopLength: Math.max(1, Math.round(FRAME.hop * sampleRate)),
  onWarning: () => {},
});

const hopSeconds = (audio: Audio): number => framing(audio).hopLength / audio.sampleRate;

/** Returns the coefficients `from` to the one before `to` of each frame. */
function cut({ data, frames, coeffs }: FeatureMatrix, from: number, to: number): FeatureMatrix {
  const rows = to - from;
  const kept = new Float32Array(frames * rows);
  for (let t = 0; t < frames; t++) kept.set(data.subarray(t * coeffs + from, t * coeffs + to), t * rows);
  return { data: kept, frames, coeffs: rows };
}

const cells = (audio: Audio, { data: values, frames: columns, coeffs: rows }: FeatureMatrix) => ({
  ...{ values, columns, rows },
  x: timeAxis(columns, hopSeconds(audio)),
});

function drawSpectrogram(audio: Audio): string {
  const frames = framing(audio);
  const step = audio.sampleRate / frames.nFft;
  const levels = amplitudeToDb(spectrogram(audio, frames), { ref: 'max', topDb: RANGE_DB });
  const shown = cut(levels, 0, Math.min(levels.coeffs, Math.floor(HIGHEST / step) + 1));
  return heatMapSvg({
    ...{ ...cells(audio, shown), title: 'Spectrogram', unit: 'dB', y: linearAxis(shown.coeffs, step) },
    range: [-RANGE_DB, 0],
  });
}

const melBands = (audio: Audio) => ({ nMels: MELS, fMax: Math.min(HIGHEST, audio.sampleRate / 2) });

function drawMel(audio: Audio): string {
  const bands = melBands(audio);
  const power = melSpectrogram(audio, { ...framing(audio), ...bands });
  return heatMapSvg({
    ...cells(audio, powerToDb(power, { ref: 'max', topDb: RANGE_DB })),
    ...{ title: `Mel spectrogram, ${MELS} bands`, unit: 'dB', y: melAxis(MELS, 0, bands.fMax) },
    range: [-RANGE_DB, 0],
  });
}

/** Draws MFCCs without the first, which is the level: its values are so large that all others would have one color. */
function drawMfcc(audio: Audio): string {
  const all = mfcc(audio, { ...framing(audio), ...melBands(audio), nMfcc: MFCCS });
  const ticks = [1, 5, 10, 15, 19].map((n) => ({ at: n - 1, label: String(n) }));
  const shown = cut(all, 1, MFCCS);
  const sorted = Float32Array.from(shown.data).sort();
  const [low, high] = [quantile(sorted, 0.01), quantile(sorted, 0.99)];
  return heatMapSvg({
    ...cells(audio, shown),
    // A few extreme values would leave one color to the rest.
    range: low < high ? [low, high] : undefined,
    ...{ title: `MFCCs 1 to ${MFCCS - 1}`, unit: 'value', y: { title: 'coefficient', ticks } },
  });
}

function drawPitch(audio: Audio): string {
  const { samples, sampleRate } = resample(audio, PITCH_RATE);
  const frameLength = powerOfTwo(FRAME.pitch * sampleRate);
  const hopLength = Math.round(FRAME.hop * sampleRate);
  const { f0 } = pyin({ samples, sampleRate }, { ...PITCH, frameLength, hopLength, onWarning: () => {} });
  const seconds = audio.samples.length / audio.sampleRate;
  return pitchContourSvg({ f0, seconds, hopSeconds: hopLength / sampleRate, title: 'Pitch (pYIN)' });
}

const DRAW: Readonly<Record<PictureName, (audio: Audio) => string>> = {
  waveform: (audio) => waveformSvg(audio),
  spectrogram: drawSpectrogram,
  mel: drawMel,
  mfcc: drawMfcc,
  pitch: drawPitch,
};

/**
 * Draws a recording: `waveform`; `spectrogram`, `mel` (80 bands) and `mfcc` (coefficients 1 to 19) as heat maps of frames
 * of at least 25 ms every 10 ms, up to 8 kHz, in dB below the loudest value; and `pitch`, from 75 to 600 Hz by pYIN, in
 * voiced frames only. All plots have the same time axis in seconds.
 *
 * @param audio mono samples in [-1, 1] at their rate, as `decodeAudio` of `@ser/audio` returns them.
 * @returns an SVG document for each plot.
 * @throws SerError `INVALID_ARGUMENT` for an unknown plot, or audio that is empty or not finite.
 * @example
 * const { mel, pitch } = drawClip(await readAudio('clip.wav'));
 * await writeFile('mel.svg', mel);
 */
export function drawClip(audio: Audio, { pictures = PICTURES }: DrawClipOptions = {}): Record<PictureName, string> {
  const drawn: Partial<Record<PictureName, string>> = {};
  for (const name of pictures) {
    if (!Object.hasOwn(DRAW, name)) throw unknownName('pictures', name, PICTURES);
    drawn[name] = DRAW[name](audio);
  }
  return drawn as Record<PictureName, string>;
}
