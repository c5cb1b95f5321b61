import { createFrontEnd } from '@ser/dsp';

const frontEnd = createFrontEnd({
  sampleRate: 16000,
  frame: { nFft: 512, hopLength: 160 },
  features: [{ kind: 'logMel', nMels: 40 }],
  deltas: { orders: 1 },
});
const stream = frontEnd.stream({ sampleRate: 44100 });

let frames = 0;
for (let second = 0; second < 3; second++) {
  const chunk = new Float32Array(44100); // any number of samples
  frames += stream.push(chunk).frames; // what became complete; copy `data` to keep it
}
frames += stream.flush().frames; // the rest; the stream can be used again
console.log(frames); // 301
