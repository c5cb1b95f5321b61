import { startBackend } from '@ser/models';
import { DEFAULT_FRONT_END, TRAINING_DEFAULTS, trainModel } from '@ser/training';
import type { CommandDef } from 'citty';
import { command } from '../command.js';
import { openCorpus } from '../corpora.js';
import { interruptible } from '../interrupt.js';
import { CORPUS_OPTIONS, modelKind, TRAINING_OPTIONS, wholeNumber } from '../options.js';
import { assertOutputFolder } from '../output-folder.js';
import { formatDuration, progressPrinter } from '../terminal.js';

/** `ser train --corpus emodb --model lstm --out models/emodb-lstm` */
export const train: CommandDef = command({
  meta: { name: 'train', description: 'Train a model on a whole corpus and save it' },
  args: {
    ...CORPUS_OPTIONS,
    ...TRAINING_OPTIONS,
    out: { type: 'string', required: true, valueHint: 'folder', description: 'where to save the model' },
  },
  async run({ args }) {
    const kind = modelKind(args.model);
    const epochs = wholeNumber('epochs', args.epochs, 1);
    const seed = wholeNumber('seed', args.seed, 0) ?? 0;
    assertOutputFolder('--out', args.out, 'model.json');
    const corpus = await openCorpus(args.corpus, args.data);
    await startBackend();
    const progress = progressPrinter(process.stderr);
    const recipe = TRAINING_DEFAULTS[kind];
    const { model, history } = await interruptible((signal) =>
      trainModel({
        corpus,
        model: { kind },
        frontEnd: DEFAULT_FRONT_END,
        training: { ...recipe, epochs: epochs ?? recipe.epochs },
        seed,
        signal,
        ...(args.quiet ? {} : { onProgress: progress.listener }),
      }),
    );
    progress.end();
    await model.save(args.out);
    model.dispose();
    process.stdout.write(
      `Trained ${kind} on ${corpus.utterances.length} utterances of ${corpus.title} in ${formatDuration(1000 * history.seconds)}.\n` +
        `Saved to ${args.out}. Try: ser predict --model ${args.out} clip.wav\n`,
    );
  },
});
