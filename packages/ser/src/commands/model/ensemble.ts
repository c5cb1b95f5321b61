import { Command } from '@commander-js/extra-typings';
import { invalidArgument } from '@ser/core';
import { loadModel, type ModelCard, SerEnsemble, startBackend } from '@ser/models';
import { leftOutByAll } from '@ser/training';
import { OPTIONS, outFolder } from '../../cli/options.js';
import { commandOutput } from '../../cli/output/output.js';
import { assertOutputFolder } from '../../cli/output/output-folder.js';

/** `ser model ensemble models/seed-1 models/seed-2 --out models/both` */
export const command = () =>
  new Command()
    .argument('<models...>', 'two or more folders written by `ser train`')
    .addOption(OPTIONS.precision())
    .addOption(outFolder('where to save the ensemble').makeOptionMandatory())
    .addOption(OPTIONS.json())
    .action(async (folders, { precision, out, ...options }) => {
      if (folders.length < 2) throw invalidArgument('the models', folders, 'two or more folders');
      assertOutputFolder('--out', out, 'ensemble.json');
      await startBackend();
      const models = await Promise.all(folders.map((folder) => loadModel(folder)));
      const members = models.flatMap((model) => (model instanceof SerEnsemble ? model.members : [model]));
      const joined = new SerEnsemble({ members, card: cardOf(members.map(({ card }) => card)) });
      await joined.save(out, { precision });
      joined.dispose();
      commandOutput(options).result(
        `Saved an ensemble of ${members.length} models to ${out}. Try: ser predict --model ${out} clip.wav`,
        { out, members: members.length, precision },
      );
    });

/** Returns the card of an ensemble, from the cards of its members. */
function cardOf(cards: readonly ModelCard[]): ModelCard {
  const names = [...new Set(cards.map(({ name }) => name))];
  const leftOut = leftOutByAll(cards);
  return {
    name: names.join('+'),
    description: `Mean of ${cards.length} models: ${cards.map(({ description }) => description).join('; ')}`,
    corpora: [...new Set(cards.flatMap(({ corpora }) => corpora))],
    leftOut: leftOut.length > 0 ? leftOut : undefined,
    license: [...new Set(cards.map(({ license }) => license))].join('; '),
    notes: [...new Set(cards.flatMap(({ notes = [] }) => notes))],
  };
}
