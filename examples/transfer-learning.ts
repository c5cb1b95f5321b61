// Fine-tunes a model on a folder of your own clips, one folder for each emotion.
//   npx tsx transfer-learning.ts [folder of clips] [base model] [where to save]

import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWav } from '@ser/audio/node';
import { type Corpus, speakersOf, syntheticCorpus } from '@ser/datasets';
import { folderCorpus } from '@ser/datasets/node';
import { SerModel, startBackend } from '@ser/models';
import { DEFAULT_FRONT_END, TRAINING_DEFAULTS, trainModel } from '@ser/training';

const emotions = ['angry', 'neutral', 'sad'] as const;
const model = { kind: 'cnn', filters: [8] } as const; // the architecture of the base model
const temporary = await mkdtemp(join(tmpdir(), 'ser-example-transfer-'));

/** Writes clips of two synthetic voices into a folder for each emotion, in place of your own. */
async function syntheticClips(): Promise<string> {
  const folder = join(temporary, 'clips');
  const voices = syntheticCorpus({ speakers: 2, emotions, utterancesPerEmotion: 4, seed: 2 });
  for (const [i, utterance] of voices.utterances.entries()) {
    await mkdir(join(folder, utterance.emotion), { recursive: true });
    await writeWav(join(folder, utterance.emotion, `${utterance.speaker}_${i}.wav`), await voices.read(utterance));
  }
  return folder;
}

/** Trains a base model on other voices. For real speech: a model of `ser train --corpus crema-d,emodb`. */
async function baseModel(corpus: Corpus): Promise<SerModel> {
  const training = { ...TRAINING_DEFAULTS.cnn, epochs: 6 };
  return (await trainModel({ corpus, model, frontEnd: DEFAULT_FRONT_END, training, seed: 1 })).model;
}

await startBackend();
const [folder = await syntheticClips(), base, out = join(temporary, 'model')] = process.argv.slice(2);
const initial = base
  ? await SerModel.load(base)
  : await baseModel(syntheticCorpus({ speakers: 4, emotions, utterancesPerEmotion: 5 }));

// The speaker is what the name of a file begins with: people must be known to tell an emotion from a voice.
const corpus = await folderCorpus(folder, { name: 'clips', speaker: /(\w+)_\d+\.\w+$/ });

// Normalization is learned from your clips; everything else of the front end stays.
const { normalization: _, ...frontEnd } = initial.frontEnd.config;

// The same network and front end, from the weights of the base model, with small steps.
const tune = (from: SerModel | undefined) =>
  trainModel({
    corpus,
    model,
    frontEnd,
    training: { ...TRAINING_DEFAULTS.cnn, epochs: 4, learningRate: 3e-4, schedule: { kind: 'constant' } },
    initial: from,
    seed: 1,
  });
export const tuned = await tune(initial);
export const fromScratch = await tune(undefined);
await tuned.model.save(out);

const lossOf = ({ history }: typeof tuned): string => history.epochs[0]!.loss.toFixed(2);
console.log(`${corpus.utterances.length} clips of ${speakersOf(corpus.utterances).length} speakers`); // 24 clips of 2 speakers
console.log(`loss in the first epoch: ${lossOf(tuned)} fine-tuned, ${lossOf(fromScratch)} from random weights`);
