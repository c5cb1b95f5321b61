import { SerError } from '@ser/core';
import { CORPUS_NAMES } from '@ser/datasets';
import { MODEL_KINDS } from '@ser/models';
import { type ArgDef, type ArgsDef, parseArgs } from 'citty';
import { isTable } from './corpora.js';
import { isModule } from './experiment-file.js';

/** An argument of a command; a positional one may say that it can be given several times. */
type Argument = ArgDef & { readonly several?: boolean };

/**
 * Refuses arguments without an option that a command does not take, which the parser itself would ignore.
 *
 * @param name of the command, for messages.
 * @throws SerError `INVALID_ARGUMENT` with the option that may be meant.
 */
export function assertKnownPositionals(name: string, args: ArgsDef, raw: readonly string[]): void {
  const taken: [string, Argument][] = Object.entries(args).filter(([, { type }]) => type === 'positional');
  if (taken.some(([, { several }]) => several === true)) return;
  const stray = parseArgs([...raw], args)._[taken.length];
  if (stray === undefined) return;
  const option = optionFor(stray, args);
  const alone = taken.length === 0 ? 'options' : taken.map(([argument]) => argument.toUpperCase()).join(' and ');
  throw new SerError('INVALID_ARGUMENT', `${name} takes ${alone} alone, got ${JSON.stringify(stray)}`, {
    hint: option === undefined ? `See ${name} --help.` : `Did you mean ${option} ${stray}?`,
  });
}

/** The option that a value was most likely meant for. */
function optionFor(value: string, { corpus, config, model }: ArgsDef): string | undefined {
  const corpora: readonly string[] = ['synthetic', ...CORPUS_NAMES];
  const kinds: readonly string[] = MODEL_KINDS;
  if (corpus && value.split(',').every((part) => corpora.includes(part))) return '--corpus';
  if (config && (value.endsWith('.json') || isModule(value))) return '--config';
  if (corpus && isTable(value)) return '--corpus';
  if (model?.valueHint === 'kind') return kinds.includes(value) ? '--model' : undefined;
  return model ? '--model' : undefined;
}
