import type { AnyCommand, Entry, Group } from './command-table.js';

/** What a shell may offer to follow the words of a command line. */
export interface Completions {
  /** Words that can follow, with a description. */
  readonly words: readonly (readonly [word: string, description: string])[];
  /** True if the name of a file can follow as well. */
  readonly files: boolean;
}

const NONE: Completions = { words: [], files: false };
const FILES: Completions = { words: [], files: true };

/**
 * Returns what can follow on a command line.
 *
 * @param line the words after `ser`; the last one, which may be empty, is the one to complete.
 * @param commands the commands.
 */
export async function completions(
  line: readonly string[],
  commands: Readonly<Record<string, Entry | Group>>,
): Promise<Completions> {
  const [name = '', ...rest] = line;
  if (rest.length === 0) return matching(name, describe(commands));
  const found = Object.hasOwn(commands, name) ? commands[name]! : undefined;
  if (found === undefined) return NONE;
  if ('commands' in found) return completions(rest, found.commands);
  return afterCommand(await found.load(), rest);
}

const describe = (commands: Readonly<Record<string, Entry | Group>>): [string, string][] =>
  Object.entries(commands).map(([name, { description }]) => [name, description]);

const matching = (start: string, words: readonly (readonly [string, string])[], files = false): Completions => ({
  words: words.filter(([word]) => word.startsWith(start)),
  files,
});

/** Returns what can follow the name of a command: values of an option, options, or arguments. */
function afterCommand(command: AnyCommand, words: readonly string[]): Completions {
  const current = words.at(-1) ?? '';
  const before = words.at(-2);
  const { options, registeredArguments } = command;
  const [flag, value] = current.startsWith('--') && current.includes('=') ? current.split('=', 2) : [before, undefined];
  const option = options.find(({ long, short }) => flag !== undefined && (long === flag || short === flag));
  if (option && (option.required || option.optional)) {
    if (!option.argChoices) return FILES;
    const prefix = value === undefined ? '' : `${flag}=`;
    return matching(
      current,
      option.argChoices.map((choice) => [prefix + choice, '']),
    );
  }
  if (current.startsWith('-')) {
    const names = options.flatMap(({ long, description }): [string, string][] => (long ? [[long, description]] : []));
    return matching(current, [...names, ['--help', 'display help for command']]);
  }
  const [argument] = registeredArguments;
  return argument ? FILES : NONE;
}

/** Formats what can follow as the scripts of `@bomb.sh/tab` read it: a word a line, then what the shell adds itself. */
export const formatCompletions = ({ words, files }: Completions): string =>
  [...words.map(([word, description]) => `${word}\t${description}`), files ? ':0' : ':4'].join('\n');
