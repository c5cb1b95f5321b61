import { Option } from '@commander-js/extra-typings';
import { invalidArgument, unknownName } from '@ser/core';
import { MODEL_KINDS, type ModelKind } from '@ser/models';
import { ADAPTATION_KINDS } from '@ser/training';
import { repeated, wholeNumber } from '../options.js';

function seedList(text: string): readonly number[] {
  const seeds = text.split(',').map(wholeNumber('--seeds', 0));
  if (new Set(seeds).size < seeds.length) throw invalidArgument('--seeds', text, 'different numbers, e.g. 0,1,2');
  return seeds;
}

/** Parses the kind of a model. */
export function modelKind(text: string): ModelKind {
  const kind = MODEL_KINDS.find((name) => name === text);
  if (!kind) throw unknownName('--model', text, MODEL_KINDS);
  return kind;
}

/** The options that commands on experiments share; see `OPTIONS`. */
export const EXPERIMENT_OPTIONS = {
  config: () =>
    new Option(
      '--config <file>',
      'experiment as JSON, or a module (.ts, .js) that exports one; other options override it',
    ),
  kind: () => new Option('--model <kind>', `${MODEL_KINDS.join(', ')} (default: cnn)`).argParser(modelKind),
  protocol: () =>
    new Option(
      '--protocol <name>',
      'loso, emobox-6, cross-speaker, cross-corpus, speaker-<k>, group-<k>:<column>, random-<k>, … (default: the first that fits the corpus)',
    ),
  initial: () => new Option('--initial <folder>', 'model to fine-tune; it must come from other corpora'),
  epochs: () =>
    new Option('--epochs <n>', "passes over the training part (default: the recipe's)").argParser(
      wholeNumber('--epochs', 1),
    ),
  speakerAdaptation: () =>
    new Option(
      '--speaker-adaptation <kind>',
      'adapt features to each speaker: none, speaker (with all clips), enrolled (with neutral clips) (default: none)',
    ).choices(ADAPTATION_KINDS),
  folds: () => new Option('--folds <n>', 'run the first n folds only').argParser(wholeNumber('--folds', 1)),
  seeds: () => new Option('--seeds <n,n>', 'evaluate with each seed; report mean and deviation').argParser(seedList),
  vary: () =>
    new Option(
      '--vary <field=v1,v2>',
      'values to try for a field of model, frontEnd, training or audioAugmentation; repeatable',
    )
      .argParser(repeated)
      .makeOptionMandatory(),
  innerFolds: () =>
    new Option('--inner-folds <k>', 'groups of training speakers, each of which is held out once')
      .argParser(wholeNumber('--inner-folds', 2))
      .default(3),
} as const;
