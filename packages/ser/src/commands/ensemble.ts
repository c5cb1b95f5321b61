import { invalidArgument } from '@ser/core';
import { loadModel, type ModelCard, SerEnsemble, startBackend } from '@ser/models';
import { leftOutByAll } from '@ser/training';
import type { CommandDef } from 'citty';
import { command } from '../command.js';
import { PRECISION_OPTION, weightPrecision } from '../options.js';
import { assertOutputFolder } from '../output-folder.js';

/** `ser ensemble models/seed-1 models/seed-2 --out models/both` */
export const ensemble: CommandDef = command({
  meta: { name: 'ensemble', description: 'Join models into one that answers by the mean of their probabilities' },
  args: {
    model: {
      type: 'positional',
      required: true,
      several: true,
      description: 'two or more folders that `ser train` wrote',
    },
    ...PRECISION_OPTION,
    out: { type: 'string', required: true, valueHint: 'folder', description: 'where to save the ensemble' },
  },
  async run({ args }) {
    const { _: folders, out } = args;
    const precision = weightPrecision(args.precision);
    if (folders.length < 2) throw invalidArgument('the models', folders, 'two or more folders');
    assertOutputFolder('--out', out, 'ensemble.json');
    await startBackend();
    const models = await Promise.all(folders.map(loadModel));
    const members = models.flatMap((model) => (model instanceof SerEnsemble ? model.members : [model]));
    const joined = new SerEnsemble({ members, card: cardOf(members.map(({ card }) => card)) });
    await joined.save(out, { precision });
    joined.dispose();
    process.stdout.write(
      `${members.length} models answer as one, saved to ${out}. Try: ser predict --model ${out} clip.wav\n`,
    );
  },
});

/** What an ensemble says of itself, from what its members say. */
function cardOf(cards: readonly ModelCard[]): ModelCard {
  const names = [...new Set(cards.map(({ name }) => name))];
  const leftOut = leftOutByAll(cards);
  return {
    name: names.join('+'),
    description: `Mean of ${cards.length} models: ${cards.map(({ description }) => description).join('; ')}`,
    corpora: [...new Set(cards.flatMap(({ corpora }) => corpora))],
    ...(leftOut.length > 0 ? { leftOut } : {}),
    license: [...new Set(cards.map(({ license }) => license))].join('; '),
    notes: [...new Set(cards.flatMap(({ notes = [] }) => notes))],
  };
}
