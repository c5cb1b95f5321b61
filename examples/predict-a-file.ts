// Recognizes the emotion of a recording with a saved model.
//   npx tsx predict-a-file.ts <model folder> <recording>

import { loadRecognizer } from 'ser';

const [folder, path] = process.argv.slice(2);
if (!folder || !path) throw new Error('usage: predict-a-file.ts <model folder> <recording>');

// WAV, FLAC, MP3, Ogg or Opus at any rate and with any number of channels: the model file defines the conversion.
const recognizer = await loadRecognizer(folder);
export const prediction = await recognizer.predict(path);

for (const { label, probability } of prediction.probabilities)
  console.log(`${label.padEnd(10)} ${(100 * probability).toFixed(1)} %`);
recognizer.dispose();
