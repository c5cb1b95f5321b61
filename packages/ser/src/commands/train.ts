import { writeFiles } from '@ser/core/node';
import { describeEnrollment, startBackend } from '@ser/models';
import { trainModel } from '@ser/training';
import type { CommandDef } from 'citty';
import { openCheckpoints } from '../checkpoints.js';
import { command } from '../command.js';
import { openCorpus } from '../corpora.js';
import { loadExperimentData } from '../experiment-data.js';
import { EXPERIMENT_FILE, experimentOf, experimentText } from '../experiment-file.js';
import { interruptible } from '../interrupt.js';
import {
  CACHE_OPTIONS,
  cacheFolder,
  EPOCHS_OPTION,
  EXPERIMENT_OPTIONS,
  INITIAL_OPTION,
  OUTPUT_OPTIONS,
  PRECISION_OPTION,
  RESUME_OPTION,
  TRAINING_THREADS_OPTION,
  weightPrecision,
  wholeNumber,
} from '../options.js';
import { commandOutput } from '../output.js';
import { assertOutputFolder } from '../output-folder.js';
import { speakerKnowledgeOf } from '../speaker-knowledge.js';
import { utterancesOf } from '../speakers.js';
import { formatDuration } from '../terminal.js';

/** `ser train --corpus emodb --model lstm --out models/emodb-lstm` */
export const train: CommandDef = command({
  meta: { name: 'train', description: 'Train a model on a whole corpus and save it' },
  args: {
    ...EXPERIMENT_OPTIONS,
    ...INITIAL_OPTION,
    ...EPOCHS_OPTION,
    ...CACHE_OPTIONS,
    ...TRAINING_THREADS_OPTION,
    ...PRECISION_OPTION,
    ...RESUME_OPTION,
    ...OUTPUT_OPTIONS,
    'leave-out': {
      type: 'string',
      valueHint: 'names',
      description: 'speakers not to train on, e.g. 03,08, so that the model can be judged by them',
    },
    out: { type: 'string', required: true, valueHint: 'folder', description: 'where to save the model' },
  },
  async run({ args, rawArgs }) {
    const { out } = args;
    const cache = cacheFolder(args.cache);
    const epochs = wholeNumber('epochs', args.epochs, 1);
    const threads = wholeNumber('threads', args.threads, 1, 256);
    const precision = weightPrecision(args.precision);
    const described = await experimentOf(args, rawArgs);
    const experiment = epochs === undefined ? described : { ...described, training: { ...described.training, epochs } };
    assertOutputFolder('--out', out, 'model.json');
    const corpus = await openCorpus(experiment.corpus, args.data);
    const leaveOut = args['leave-out'];
    const kept = leaveOut === undefined ? corpus.utterances : utterancesOf('--leave-out', leaveOut, corpus).ofOthers;
    const ids = kept.map(({ id }) => id);
    const output = commandOutput(args);
    const checkpoints = openCheckpoints(out, { experiment, leaveOut, utterances: ids.length }, args, output);
    await startBackend();
    const { model, history, heldOutSpeakers } = await interruptible(async (signal) => {
      const watch = { ...output.watch, signal, ...(threads === undefined ? {} : { threads }) };
      const data = await loadExperimentData(corpus, experiment, { ...cache, ...watch });
      const { model, frontEnd, training, seed } = experiment;
      return trainModel({
        corpus,
        ids,
        model,
        frontEnd,
        training,
        seed,
        ...speakerKnowledgeOf(experiment),
        ...data,
        ...watch,
        checkpoints: checkpoints.store,
      });
    }, checkpoints.hint);
    await model.save(out, { precision });
    const { enrollment } = model;
    model.dispose();
    await writeFiles(out, { [EXPERIMENT_FILE]: experimentText(experiment) });
    await checkpoints.clear();
    const { kind } = experiment.model;
    const { length } = ids;
    const next = enrollment
      ? `It expects speakers that it knows by ${describeEnrollment(enrollment)}.\n` +
        `Saved to ${out}. Try: ser enroll --model ${out} --speaker anna a.wav b.wav --out anna.json`
      : `Saved to ${out}. Try: ser predict --model ${out} clip.wav`;
    const normalization = enrollment?.kind ?? 'plain';
    output.result(
      `Trained ${kind} on ${length} utterances of ${corpus.name} in ${formatDuration(1000 * history.seconds)}.\n${next}`,
      { out, corpus: corpus.name, model: kind, normalization, utterances: length, heldOutSpeakers, history },
    );
  },
});
