import { loadFeatures } from '@ser/datasets/node';
import { startBackend } from '@ser/models';
import { DEFAULT_FRONT_END, TRAINING_DEFAULTS, trainModel } from '@ser/training';
import type { CommandDef } from 'citty';
import { command } from '../command.js';
import { openCorpus } from '../corpora.js';
import { interruptible } from '../interrupt.js';
import { CACHE_OPTIONS, CORPUS_OPTIONS, cacheFolder, modelKind, TRAINING_OPTIONS, wholeNumber } from '../options.js';
import { assertOutputFolder } from '../output-folder.js';
import { formatDuration, progressPrinter } from '../terminal.js';

/** `ser train --corpus emodb --model lstm --out models/emodb-lstm` */
export const train: CommandDef = command({
  meta: { name: 'train', description: 'Train a model on a whole corpus and save it' },
  args: {
    ...CORPUS_OPTIONS,
    ...TRAINING_OPTIONS,
    ...CACHE_OPTIONS,
    out: { type: 'string', required: true, valueHint: 'folder', description: 'where to save the model' },
  },
  async run({ args }) {
    const kind = modelKind(args.model);
    const cache = cacheFolder(args.cache);
    const epochs = wholeNumber('epochs', args.epochs, 1);
    const seed = wholeNumber('seed', args.seed, 0) ?? 0;
    assertOutputFolder('--out', args.out, 'model.json');
    const corpus = await openCorpus(args.corpus, args.data);
    await startBackend();
    const progress = progressPrinter(process.stderr);
    const watch = args.quiet ? {} : { onProgress: progress.listener };
    const recipe = TRAINING_DEFAULTS[kind];
    const { model, history } = await interruptible(async (signal) =>
      trainModel({
        corpus,
        model: { kind },
        frontEnd: DEFAULT_FRONT_END,
        features: await loadFeatures(corpus, DEFAULT_FRONT_END, { ...cache, ...watch, signal }),
        training: { ...recipe, epochs: epochs ?? recipe.epochs },
        seed,
        signal,
        ...watch,
      }),
    );
    progress.end();
    await model.save(args.out);
    model.dispose();
    process.stdout.write(
      `Trained ${kind} on ${corpus.utterances.length} utterances of ${corpus.name} in ${formatDuration(1000 * history.seconds)}.\n` +
        `Saved to ${args.out}. Try: ser predict --model ${args.out} clip.wav\n`,
    );
  },
});
