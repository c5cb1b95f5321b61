import { stripVTControlCharacters } from 'node:util';
import { SerError } from '@ser/core';
import { type ArgsDef, type CommandDef, renderUsage, runCommand } from 'citty';
import { command } from './command.js';
import { DATA_COMMANDS } from './commands/data.js';
import { reportError } from './failure.js';
import { assertKnownPositionals } from './positionals.js';
import { VERSION } from './version.js';

/** Exit code after Ctrl-C, as shells have it: 128 and the number of the signal. */
const INTERRUPTED = 130;

const COMMANDS: Record<string, () => Promise<CommandDef>> = {
  demo: async () => (await import('./commands/demo.js')).demo,
  train: async () => (await import('./commands/train.js')).train,
  evaluate: async () => (await import('./commands/evaluate.js')).evaluate,
  sweep: async () => (await import('./commands/sweep.js')).sweep,
  search: async () => (await import('./commands/search.js')).search,
  compare: async () => (await import('./commands/compare.js')).compare,
  combine: async () => (await import('./commands/combine.js')).combine,
  robustness: async () => (await import('./commands/robustness.js')).robustness,
  predict: async () => (await import('./commands/predict.js')).predict,
  enroll: async () => (await import('./commands/enroll.js')).enroll,
  ensemble: async () => (await import('./commands/ensemble.js')).ensemble,
  export: async () => (await import('./commands/export.js')).exportModel,
  import: async () => (await import('./commands/import.js')).importModel,
  info: async () => (await import('./commands/info.js')).info,
  data: async () => data,
};

const data = command({
  meta: { name: 'data', description: 'List, describe, download, verify and import corpora' },
  subCommands: { ...DATA_COMMANDS },
});

const main = command({
  meta: { name: 'ser', description: 'Speech emotion recognition: train, evaluate honestly, predict' },
  subCommands: COMMANDS,
});

const EXAMPLES = `EXAMPLES

  ser demo                                                         the whole path on a built-in synthetic corpus
  ser predict clip.wav                                             what does this clip express?
  ser evaluate --corpus emodb --data ~/emodb --protocol loso       how good is it on speakers it never heard?
  ser train --corpus emodb --data ~/emodb --out models/emodb-lstm  train on the whole corpus and save the model
  ser train --config experiment.json --set training.epochs=60 --out models/mine
                                                                   the same, described by a file; --resume goes on with it
  ser sweep --config experiment.json --vary training.learningRate=1e-3,3e-4
                                                                   which value is best on held-out training speakers?
  ser search --config experiment.json --vary training.learningRate=1e-3,3e-4
                                                                   how good is a model whose recipe each fold chooses for itself?
  ser compare results/a results/b                                  is one result better than another?
  ser combine results/a results/b --out results/both               how good are both models together?
  ser robustness --model models/mine --corpus tess                 what do noise, telephones and rooms do to it?
  ser enroll --speaker anna a.wav b.wav --out anna.json            know a speaker; then: ser predict --speaker anna.json
  ser export --to keras --out model.keras                          go on in Keras; back: ser import tuned.keras --like model
  ser data download --corpus ravdess                               fetch a corpus from its official source

Use ser <command> --help for the options of a command.
`;

/** The help text of a command, colored on terminals only. */
async function usageOf(chosen: CommandDef, parent?: CommandDef): Promise<string> {
  const text = await renderUsage(chosen, parent);
  return process.stdout.isTTY ? text : stripVTControlCharacters(text);
}

/** Refuses options the command does not have, which the parser itself would ignore. */
function assertKnownOptions(name: string, args: ArgsDef, raw: readonly string[]): void {
  const known = Object.entries(args).filter(([, definition]) => definition.type !== 'positional');
  const names = known.map(([name]) => `--${name}`);
  for (const token of raw) {
    if (token === '--') return;
    if (!/^-{1,2}[a-z]/i.test(token)) continue;
    const option = token.split('=')[0] as string;
    if (names.includes(option) || names.includes(option.replace(/^--no-/, '--'))) continue;
    throw new SerError('INVALID_ARGUMENT', `${name} has no option ${option}`, {
      hint: `It has ${names.join(', ')}. See ${name} --help.`,
    });
  }
}

/**
 * Runs the command line: prints what a command prints, or one clear error, and sets the exit code of the process.
 *
 * @param raw what follows `ser`.
 */
export async function runCli(raw: readonly string[]): Promise<void> {
  try {
    await dispatch(raw);
  } catch (error) {
    reportError(error, { json: raw.includes('--json-lines') });
    process.exitCode = error instanceof SerError && error.code === 'ABORTED' ? INTERRUPTED : 1;
  }
}

async function dispatch(raw: readonly string[]): Promise<void> {
  const [name, ...rest] = raw;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(`${await usageOf(main)}\n\n${EXAMPLES}`);
    return;
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${VERSION}\n`);
    return;
  }
  if (name !== 'data') return runNamed('ser', main, COMMANDS, raw);
  const [part] = rest;
  if (part === undefined || part === '--help' || part === '-h' || part === 'help') {
    process.stdout.write(`${await usageOf(data, main)}\n`);
    return;
  }
  return runNamed('ser data', command({ meta: { name: 'ser data' } }), DATA_COMMANDS, rest);
}

/** Runs one of `commands`: `raw` begins with its name. */
async function runNamed(
  parent: string,
  parentDefinition: CommandDef,
  commands: Readonly<Record<string, () => Promise<CommandDef>>>,
  raw: readonly string[],
): Promise<void> {
  const [name = '', ...rest] = raw;
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    throw new SerError('INVALID_ARGUMENT', `there is no command ${JSON.stringify(name)}`, {
      hint: `Commands are ${Object.keys(commands).join(', ')}. See ${parent} --help.`,
    });
  }
  const chosen = await load();
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`${await usageOf(chosen, parentDefinition)}\n`);
    return;
  }
  const args = (chosen.args ?? {}) as ArgsDef;
  assertKnownOptions(`${parent} ${name}`, args, rest);
  try {
    assertKnownPositionals(`${parent} ${name}`, args, rest);
    await runCommand(chosen, { rawArgs: [...rest] });
  } catch (error) {
    // The parser's own complaints (a required option is missing) become errors like all others.
    if (error instanceof Error && error.name === 'CLIError') {
      throw new SerError('INVALID_ARGUMENT', error.message, { hint: `See ${parent} ${name} --help.`, cause: error });
    }
    throw error;
  }
}
