import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '@ser/core';
import { createFrontEnd } from '@ser/dsp';
import { buildModel, SerModel, startBackend } from '@ser/models';
import { DEFAULT_FRONT_END } from '@ser/training';
import type { Recognizer } from '../contract.js';
import { loadRecognizer } from '../recognizer.js';

/** Returns a recognizer with a small untrained network that takes 16 kHz. */
export async function smallRecognizer(): Promise<Recognizer> {
  await startBackend();
  const folder = mkdtempSync(join(tmpdir(), 'ser-stream-'));
  const frontEnd = createFrontEnd(DEFAULT_FRONT_END);
  const model = new SerModel({
    network: buildModel({ kind: 'cnn', filters: [4] }, { frames: 64, coeffs: frontEnd.coeffs, classes: 3 }),
    frontEnd: frontEnd.withNormalization({
      mean: new Array(frontEnd.coeffs).fill(0),
      std: new Array(frontEnd.coeffs).fill(20),
    }),
    labels: ['angry', 'happy', 'sad'],
    window: { frames: 64, hopFrames: 32, padding: 'wrap' },
    card: { name: 'x', description: 'y', corpora: [], license: 'z' },
  });
  await model.save(folder);
  model.dispose();
  const recognizer = await loadRecognizer(folder);
  rmSync(folder, { recursive: true });
  return recognizer;
}

/** Returns a voice-like sound: harmonics of a gliding pitch with a syllable rhythm. */
const voice = (seconds: number, sampleRate: number, pitch: number): Float32Array =>
  Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, i) => {
    const t = i / sampleRate;
    const phase = 2 * Math.PI * (pitch * t + 5 * Math.sin(3 * t));
    let sum = 0;
    for (let k = 1; k <= 8; k++) sum += Math.sin(k * phase) / k;
    return 0.15 * sum * (0.5 - 0.45 * Math.cos(2 * Math.PI * 4 * t));
  });

/** Returns little noise in which voices begin at some seconds, each with its length and pitch. */
export function dialogue(
  seconds: number,
  sampleRate: number,
  voices: readonly { readonly at: number; readonly seconds: number; readonly pitch?: number }[],
): Float32Array {
  const random = new Random('dialogue');
  const samples = Float32Array.from({ length: seconds * sampleRate }, () => 0.0005 * random.normal());
  for (const { at, seconds: length, pitch = 140 } of voices)
    for (const [i, value] of voice(length, sampleRate, pitch).entries())
      samples[Math.round(at * sampleRate) + i]! += value;
  return samples;
}
