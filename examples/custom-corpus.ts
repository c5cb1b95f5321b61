// Describes recordings by a naming scheme of your own as a corpus, divides it by speaker, and evaluates on it.
//   npx tsx custom-corpus.ts [folder with recordings such as anna_angry_1.wav]

import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAudio, writeWav } from '@ser/audio/node';
import { auditCorpus, type Corpus, emotionsOf, splitCorpus, syntheticCorpus, type Utterance } from '@ser/datasets';
import { openStudy } from '@ser/experiments';

/** Writes recordings of synthetic voices, named as the scheme below has it. */
async function syntheticRecordings(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ser-example-corpus-'));
  const voices = syntheticCorpus({ speakers: 4, emotions: ['angry', 'neutral', 'sad'], utterancesPerEmotion: 4 });
  for (const [i, utterance] of voices.utterances.entries())
    await writeWav(join(folder, `${utterance.speaker}_${utterance.emotion}_${i}.wav`), await voices.read(utterance));
  return folder;
}

const folder = process.argv[2] ?? (await syntheticRecordings());

// Every corpus is a list of utterances, and a function that reads the sound of one.
const utterances = (await readdir(folder)).sort().flatMap((path): Utterance[] => {
  const [, speaker, emotion] = /^(\w+?)_([a-z]+)_\d+\.wav$/.exec(path) ?? [];
  if (!speaker || !emotion) return [];
  return [{ id: `mine/${path}`, path, corpus: 'mine', speaker, emotion, label: emotion, language: 'und' }];
});
export const corpus: Corpus = {
  name: 'mine',
  title: 'My recordings',
  language: 'und',
  license: 'my own',
  source: folder,
  benchmark: true,
  utterances,
  emotions: emotionsOf(utterances),
  duplicates: [],
  skipped: [],
  read: ({ path }) => readAudio(join(folder, path)),
};

console.log(`${corpus.utterances.length} clips: ${corpus.emotions.join(', ')}`); // 48 clips: angry, neutral, sad
console.log(`${auditCorpus(corpus).length} warnings about the corpus`); // 0 warnings about the corpus
const { folds } = splitCorpus(corpus, 'speaker-2');
console.log(folds.map(({ train, test }) => `${train.length} + ${test.length}`).join(', ')); // 24 + 24, 24 + 24

const study = await openStudy(
  { corpus: 'mine', protocol: 'speaker-2', model: { kind: 'baseline' }, training: { epochs: 20 } },
  { corpus },
);
export const run = await study.evaluate();
console.log(`UAR ${run.metrics.uar.value.toFixed(3)} on unseen speakers`);
