import { basename } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { type Emotion, invalidArgument, isEmotion, printable, SerError } from '@ser/core';
import { corpusName } from '@ser/datasets/node';
import { createFrontEnd } from '@ser/dsp';
import { importSerModel, loadKerasWeights } from '@ser/interchange';
import { loadModel, type ModelCard, SerModel, type SerModelParts, startBackend } from '@ser/models';
import { experimentOf } from '../../cli/experiment/experiment-file.js';
import { names, OPTIONS, outFolder } from '../../cli/options.js';
import { commandOutput } from '../../cli/output/output.js';
import { assertOutputFolder } from '../../cli/output/output-folder.js';
import { readBytes } from '../../cli/read-file.js';
import { aboutFile } from '../../recognize/audible.js';

/** Files that hold weights alone, as Keras 3 demands them to be called. */
const WEIGHTS = '.weights.h5';

/** `ser model import model.keras --out models/mine` */
export const command = () =>
  new Command()
    .argument(
      '<file>',
      '.keras, .h5 or, with --like, .weights.h5; a file of `ser model export` holds all parts of a model',
    )
    .option(
      '--like <folder>',
      'for a file with only a network: a model to take front end, normalization, labels and windows from',
    )
    .option('--config <file>', 'for a file with only a network: an experiment with its front end and training.window')
    .option(
      '--labels <names>',
      'emotions of the outputs, in order, e.g. angry,happy,sad (default: those of --like)',
      names,
    )
    .option('--corpus <names>', 'corpora it was trained on, for its card (default: the corpus of --config)', names)
    .addOption(OPTIONS.precision())
    .addOption(outFolder('where to save the model').makeOptionMandatory())
    .addOption(OPTIONS.json())
    .action(async (file, { out, precision, json, ...options }) => {
      assertOutputFolder('--out', out, 'model.json');
      const args = { file, ...options };
      const bytes = await readBytes(file);
      await startBackend();
      const model = file.endsWith(WEIGHTS) ? await readWeights(bytes, args) : await readNetwork(bytes, args);
      await model.save(out, { precision });
      const { card, labels, frontEnd, window } = model;
      model.dispose();
      commandOutput({ json }).result(
        `${printable(card.name)}: ${labels.join(', ')}, from ${frontEnd.coeffs} values every ${(1000 * frontEnd.hopSeconds).toFixed(1)} ms ` +
          `in windows of ${window.frames} frames.\nSaved to ${out}. Try: ser predict --model ${out} clip.wav`,
        { out, name: card.name, labels, window, precision },
      );
    });

interface ImportArgs {
  readonly file: string;
  readonly like?: string | undefined;
  readonly config?: string | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly corpus?: readonly string[] | undefined;
}

/** The parts that a bare network lacks. */
type OtherParts = Omit<SerModelParts, 'network'>;

/** Reads a file that holds a network: ours with all its parts, or one that the options complete. */
async function readNetwork(bytes: Uint8Array, args: ImportArgs): Promise<SerModel> {
  const parts = await otherParts(args);
  try {
    return await importSerModel(bytes, { parts });
  } catch (error) {
    throw aboutFile(args.file, error);
  }
}

/** Reads weights into the network of `--like`. */
async function readWeights(bytes: Uint8Array, args: ImportArgs): Promise<SerModel> {
  const { file, like } = args;
  if (like === undefined) {
    throw new SerError('INVALID_ARGUMENT', `${file} holds only weights: add --like, a model with the same network`);
  }
  const model = await openSingle(like);
  try {
    await loadKerasWeights(model.network, bytes);
    return new SerModel({ ...partsLike(model, args), network: model.network });
  } catch (error) {
    throw aboutFile(file, error);
  }
}

/** Returns the parts of a bare network that the options name; undefined without such options. */
async function otherParts(args: ImportArgs): Promise<OtherParts | undefined> {
  const { like, config, labels, corpus } = args;
  if (like !== undefined && config !== undefined)
    throw new SerError('INVALID_ARGUMENT', '--like and --config both define the front end: give one of them');
  if (like !== undefined) {
    const model = await openSingle(like);
    model.dispose();
    return partsLike(model, args);
  }
  if (config !== undefined) return partsOfExperiment(config, args);
  const [lonely] = Object.entries({ labels, corpus }).find(([, value]) => value !== undefined) ?? [];
  if (lonely === undefined) return undefined;
  throw new SerError('INVALID_ARGUMENT', `--${lonely} needs --like or --config, which define the front end`);
}

async function openSingle(folder: string): Promise<SerModel> {
  const model = await loadModel(folder);
  if (model instanceof SerModel) return model;
  throw new SerError('INVALID_MODEL', `--like ${folder} is an ensemble`, { hint: 'Name one of the folders below it.' });
}

/** Returns the parts of another model, without its calibration, which was fitted to other weights. */
function partsLike(model: SerModel, { file, labels, corpus }: ImportArgs): OtherParts {
  const { frontEnd, window, enrollment, neutral, card } = model;
  return {
    frontEnd,
    window,
    labels: labels === undefined ? model.labels : labelsOf(labels),
    enrollment,
    neutral,
    card: cardOf(file, {
      corpora: [...new Set([...card.corpora, ...(corpus ?? [])])],
      license: card.license,
      note: `Front end, normalization and windows are those of ${card.name}.`,
    }),
  };
}

async function partsOfExperiment(config: string, { file, labels, corpus }: ImportArgs): Promise<OtherParts> {
  const experiment = await experimentOf({ config });
  if (labels === undefined) {
    throw new SerError('INVALID_ARGUMENT', '--config does not name the outputs of the network', {
      hint: 'Add --labels with an emotion for each output, in their order, e.g. --labels angry,happy,sad.',
    });
  }
  return {
    frontEnd: createFrontEnd(experiment.frontEnd),
    window: experiment.training.window,
    labels: labelsOf(labels),
    card: cardOf(file, {
      corpora: (corpus ?? [experiment.corpus].flat()).map(corpusName),
      license: 'not stated',
      note: 'Features are not normalized before the network.',
    }),
  };
}

/** Checks the words of `--labels`. */
function labelsOf(words: readonly string[]): Emotion[] {
  const unknown = words.find((word) => !isEmotion(word));
  if (unknown !== undefined) throw invalidArgument('--labels', unknown, 'names of emotions');
  if (words.length < 2) throw invalidArgument('--labels', words.join(), 'two or more emotions, separated by commas');
  return words.filter(isEmotion);
}

function cardOf(file: string, about: Pick<ModelCard, 'corpora' | 'license'> & { readonly note: string }): ModelCard {
  const { note, ...facts } = about;
  const name = basename(file).replace(/(\.weights)?\.(h5|keras)$/, '');
  return { name, description: `Read from ${basename(file)}`, ...facts, notes: [note, 'Not calibrated.'] };
}
