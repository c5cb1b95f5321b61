import { Command, CommanderError } from '@commander-js/extra-typings';
import { SerError, unknownName } from '@ser/core';
import { VERSION } from '../version.js';
import { type AnyCommand, COMMANDS, type Entry, type Group } from './command-table.js';
import { completions, formatCompletions } from './complete.js';
import { reportError } from './failure.js';

/** Exit code after Ctrl-C, as shells have it: 128 plus the number of the signal. */
const INTERRUPTED = 130;

/** Commands that have another name now. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['sweep', 'select'],
  ['search', 'select --nested'],
  ['combine', 'compare --combine'],
  ['ensemble', 'model ensemble'],
  ['export', 'model export'],
  ['import', 'model import'],
  ['info', 'model info'],
]);

/** Options that have another name now. */
const RENAMED_OPTIONS: ReadonlyMap<string, string> = new Map([
  ['--normalization', '--speaker-adaptation'],
  ['--across-normalizations', '--across-adaptations'],
]);

const EXAMPLES = `
Examples:
  ser demo
  ser predict clip.wav
  ser show clip.wav
  ser batch recordings --out results.parquet
  ser evaluate --corpus emodb --data ~/emodb --protocol loso
  ser train --corpus emodb --data ~/emodb --out models/emodb-cnn
  ser train --config experiment.json --set training.epochs=60 --out models/mine
  ser select --config experiment.json --vary training.learningRate=1e-3,3e-4
  ser compare results/a results/b
  ser report results/a results/b
  ser robustness --model models/mine --corpus tess
  ser enroll --speaker anna a.wav b.wav --out anna.json
  ser model export --to keras --out model.keras
  ser data download --corpus ravdess
  ser serve --port 8080
  ser mcp --root ~/recordings
  ser live --open

Exit codes: 0 success, 1 error, 2 some clips of a batch failed,
130 interrupted by Ctrl-C.
Use ser <command> --help for the options of a command.`;

/**
 * Runs the command line: prints what a command prints, or one clear error, and sets the exit code of the process.
 *
 * @param raw the arguments after `ser`.
 */
export async function runCli(raw: readonly string[]): Promise<void> {
  if (!process.stdout.listeners('error').includes(ignoreClosedPipe)) process.stdout.on('error', ignoreClosedPipe);
  try {
    await dispatch(raw);
  } catch (error) {
    reportError(error, { json: raw.includes('--json-lines'), debug: raw.includes('--debug') });
    process.exitCode = error instanceof SerError && error.code === 'ABORTED' ? INTERRUPTED : 1;
  }
}

/**
 * Ignores that nobody reads the output any more, as after `| head -1`: the work, such as training a model, is still
 * finished.
 */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

const isHelp = (word: string | undefined): boolean => word === undefined || ['--help', '-h', 'help'].includes(word);

async function dispatch(raw: readonly string[]): Promise<void> {
  const [name, ...rest] = raw.filter((word) => word !== '--debug');
  if (name === '--version' || name === '-V') return print(VERSION);
  if (isHelp(name)) {
    const description = 'Speech emotion recognition: train, evaluate and predict';
    return print(helpOf('ser', { description, commands: COMMANDS }) + EXAMPLES);
  }
  if (name === 'complete' && rest[0] === '--')
    return print(formatCompletions(await completions(rest.slice(1), COMMANDS)));
  const found = lookUp('ser', name!, COMMANDS);
  if ('load' in found) return run(found, `ser ${name}`, rest);
  const [part, ...others] = rest;
  if (isHelp(part)) return print(helpOf(`ser ${name}`, found));
  return run(lookUp(`ser ${name}`, part!, found.commands), `ser ${name} ${part}`, others);
}

const print = (text: string): void => void process.stdout.write(`${text.trimEnd()}\n`);

function lookUp<T extends Entry | Group>(parent: string, name: string, commands: Readonly<Record<string, T>>): T {
  if (Object.hasOwn(commands, name)) return commands[name]!;
  const renamed = parent === 'ser' ? RENAMED.get(name) : undefined;
  if (renamed !== undefined)
    throw new SerError('INVALID_ARGUMENT', `ser ${name} is now ser ${renamed}`, { hint: `See ser ${renamed} --help.` });
  throw unknownName(`the command after ${parent}`, name, Object.keys(commands));
}

/** The help of a command that has others below it. */
function helpOf(
  name: string,
  { description, commands }: { description: string; commands: Readonly<Record<string, Entry | Group>> },
): string {
  const command = new Command(name).description(description).usage('<command> [options]').helpCommand(false);
  for (const [part, entry] of Object.entries(commands)) command.command(part).description(entry.description);
  if (name === 'ser') command.version(VERSION);
  return command.helpInformation();
}

/** Runs a command; errors of the parser become errors like all others. */
async function run({ load, description }: Entry, name: string, args: readonly string[]): Promise<void> {
  const command = await load();
  command
    .name(name)
    .description(description)
    .exitOverride()
    .allowExcessArguments(false)
    .configureOutput({ writeErr: () => {} });
  for (const [former, option] of RENAMED_OPTIONS) {
    if (args.some((word) => word.split('=')[0] === former) && command.options.some(({ long }) => long === option))
      throw new SerError('INVALID_ARGUMENT', `${name}: ${former} is now ${option}`, { hint: `See ${name} --help.` });
  }
  try {
    await command.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return;
    const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
    const hint = suggestion?.replace(/^\((.*)\)$/, '$1') ?? strayHint(command, args, error) ?? `See ${name} --help.`;
    throw new SerError('INVALID_ARGUMENT', `${name}: ${message}`, { hint, cause: error });
  }
}

/** Returns a hint for a word without an option. */
function strayHint(command: AnyCommand, args: readonly string[], { code }: CommanderError): string | undefined {
  if (code !== 'commander.excessArguments') return undefined;
  const stray = command.args.at(-1) ?? args.at(-1) ?? '';
  const flags = new Set(command.options.map(({ long }) => long));
  const option =
    /\.([cm]?[jt]s|json)$/.test(stray) && flags.has('--config')
      ? '--config'
      : flags.has('--corpus')
        ? '--corpus'
        : undefined;
  return option && `Did you mean ${option} ${stray}?`;
}
