// Prints by how many bytes the heap grows in each of several thousand pushes of 128 samples, after a warm-up.
import { createFrontEnd } from '../dist/index.js';

const stream = createFrontEnd({
  sampleRate: 16000,
  preEmphasis: 0.97,
  frame: { nFft: 512, hopLength: 160 },
  features: [
    { kind: 'mfcc', nMfcc: 13, nMels: 40 },
    { kind: 'logMel', nMels: 20 },
    ...['rms', 'zcr', 'centroid', 'bandwidth', 'rolloff', 'flatness'].map((kind) => ({ kind })),
  ],
  deltas: { orders: 2 },
}).stream({ sampleRate: 44100 });
const chunk = Float32Array.from({ length: 128 }, (_, i) => Math.sin(i * i));
let frames = 0;
for (let i = 0; i < 15_000; i++) frames += stream.push(chunk).frames;
const growth = [];
for (let round = 0; round < 8; round++) {
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 1000; i++) frames += stream.push(chunk).frames;
  growth.push(process.memoryUsage().heapUsed - before);
}
console.log(JSON.stringify({ frames, growth }));
