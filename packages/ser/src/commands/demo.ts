import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWav } from '@ser/audio/node';
import { extractFeatures, splitCorpus, syntheticCorpus } from '@ser/datasets';
import { type CrossValidation, crossValidate } from '@ser/experiments';
import { writeRun } from '@ser/experiments/node';
import { type ModelKind, startBackend } from '@ser/models';
import { availableThreads, DEFAULT_FRONT_END, TRAINING_DEFAULTS, trainModel } from '@ser/training';
import type { CommandDef } from 'citty';
import { command } from '../command.js';
import { describeEnvironment } from '../environment.js';
import { interruptible } from '../interrupt.js';
import { loadRecognizer } from '../recognizer.js';
import { writeReport } from '../report-file.js';
import { formatComparison } from '../summary.js';
import { formatDuration, formatPrediction, progressPrinter } from '../terminal.js';

const KINDS: readonly ModelKind[] = ['cnn', 'rnn', 'lstm'];
const PROTOCOL = 'speaker-4';
const EPOCHS = 20;
const SEED = 0;

/** `ser demo`: the main job on the synthetic corpus. */
export const demo: CommandDef = command({
  meta: { name: 'demo', description: 'The whole path on a built-in synthetic corpus, in a few minutes' },
  args: {
    out: { type: 'string', valueHint: 'folder', default: 'results/demo', description: 'where the results go' },
    quiet: { type: 'boolean', description: 'print no progress' },
  },
  async run({ args }) {
    const started = Date.now();
    const say = (text: string): void => void process.stdout.write(`${text}\n`);
    const progress = progressPrinter(process.stderr);
    const watch = args.quiet ? {} : { onProgress: progress.listener };
    await mkdir(args.out, { recursive: true });

    const corpus = syntheticCorpus();
    const speakers = new Set(corpus.utterances.map(({ speaker }) => speaker)).size;
    say(
      `1. ${corpus.title}: ${corpus.utterances.length} utterances, ${speakers} virtual speakers, ${corpus.emotions.join(', ')}`,
    );
    const features = await extractFeatures(corpus, DEFAULT_FRONT_END, watch);
    progress.end();

    say(`2. Train ${KINDS.join(', ')}, each tested on speakers it has never heard (protocol ${PROTOCOL})`);
    await startBackend();
    const results: CrossValidation[] = [];
    for (const kind of KINDS) {
      const result = await interruptible((signal) =>
        crossValidate({
          corpus,
          protocol: PROTOCOL,
          model: { kind },
          frontEnd: DEFAULT_FRONT_END,
          training: { ...TRAINING_DEFAULTS[kind], epochs: EPOCHS },
          seed: SEED,
          threads: availableThreads(),
          features,
          environment: describeEnvironment(),
          signal,
          ...watch,
        }),
      );
      progress.end();
      await writeRun(join(args.out, kind), result);
      results.push(result);
    }
    say(formatComparison(results));
    const report = await writeReport(args.out, corpus, results);
    say(`3. The report: ${report}`);

    const [fold] = splitCorpus(corpus, PROTOCOL, { seed: SEED }).folds;
    const { model } = await interruptible((signal) =>
      trainModel({
        corpus,
        ids: fold!.train,
        model: { kind: 'cnn' },
        frontEnd: DEFAULT_FRONT_END,
        // One of the training speakers is kept to calibrate the confidence.
        training: { ...TRAINING_DEFAULTS.cnn, epochs: EPOCHS, heldOutSpeakers: 1 },
        seed: SEED,
        features,
        signal,
        ...watch,
      }),
    );
    progress.end();
    const folder = join(args.out, 'model');
    await model.save(folder);
    model.dispose();
    say(`4. A model saved to ${folder}`);

    const utterance = corpus.utterances.find(({ id }) => fold!.test.includes(id))!;
    const clip = join(args.out, 'clip.wav');
    await writeWav(clip, await corpus.read(utterance));
    const recognizer = await loadRecognizer(folder);
    say(`5. What it says of ${clip}, where ${utterance.speaker}, unknown to it, sounds ${utterance.emotion}:`);
    say(formatPrediction(clip, await recognizer.predict(clip)));
    recognizer.dispose();
    say(`Done in ${formatDuration(Date.now() - started)}. Next: ser --help`);
  },
});
