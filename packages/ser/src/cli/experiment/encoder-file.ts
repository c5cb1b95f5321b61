import { dirname } from 'node:path';
import { SerError } from '@ser/core';
import { encoderOf } from '@ser/dsp';
import type { Experiment } from '@ser/experiments';

/** The options that say where a speech encoder is. */
interface EncoderArgs {
  readonly encoder?: string | undefined;
  readonly config?: string | undefined;
}

/**
 * Returns where the speech encoder of an experiment is: at `--encoder`, at `$SER_ENCODER`, or under its name next to the file
 * of the experiment. Undefined if the experiment has none.
 *
 * @throws SerError `INVALID_ARGUMENT` for an encoder that nothing needs.
 */
export function encoderFor(
  { frontEnd }: Pick<Experiment, 'frontEnd'>,
  { encoder, config }: EncoderArgs,
): string | undefined {
  if (encoderOf(frontEnd)) return encoder ?? (process.env.SER_ENCODER || (config && dirname(config)));
  if (encoder === undefined) return undefined;
  throw new SerError('INVALID_ARGUMENT', `--encoder ${encoder} is not needed: the front end names no encoder`, {
    hint: 'Name it in frontEnd.features, with kind encoder and its SHA-256.',
  });
}
