import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeWav } from '@ser/audio';
import { Random } from '@ser/core';

/** An experiment that takes a moment. */
export const DESCRIPTION: Readonly<Record<'corpus' | 'protocol', string> & Record<'model' | 'training', object>> = {
  corpus: 'own.csv',
  protocol: 'loso',
  model: { kind: 'cnn', filters: [4] },
  training: { epochs: 2, window: { frames: 16, hopFrames: 16, padding: 'wrap' } },
};

/** Half a second: angry ones are higher and rougher. */
const voice = (emotion: string, random: Random): Float32Array => {
  const pitch = (emotion === 'angry' ? 300 : 150) * random.uniform(0.9, 1.1);
  const rough = emotion === 'angry' ? 0.1 : 0.02;
  return Float32Array.from(
    { length: 8000 },
    (_, i) => 0.3 * Math.sin((2 * Math.PI * pitch * i) / 16_000) + rough * random.uniform(-1, 1),
  );
};

/**
 * Writes the corpus `own.csv`, two angry and two sad recordings of anna, ben, cleo and dan, such as `anna-sad-1.wav`, and
 * the experiment `x.json`, {@link DESCRIPTION}.
 */
export function writeCorpus(folder: string): void {
  const random = new Random(1);
  const rows = ['path,emotion,speaker'];
  for (const speaker of ['anna', 'ben', 'cleo', 'dan']) {
    for (const emotion of ['angry', 'sad']) {
      for (const take of [1, 2]) {
        const path = `${speaker}-${emotion}-${take}.wav`;
        writeFileSync(join(folder, path), encodeWav({ samples: voice(emotion, random), sampleRate: 16_000 }));
        rows.push(`${path},${emotion},${speaker}`);
      }
    }
  }
  writeFileSync(join(folder, 'own.csv'), `${rows.join('\n')}\n`);
  writeFileSync(join(folder, 'x.json'), JSON.stringify(DESCRIPTION));
}
