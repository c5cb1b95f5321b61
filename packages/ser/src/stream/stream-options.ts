import { invalidArgument, SerError } from '@ser/core';
import type { StreamOptions } from '../contract.js';

/** Limits and default of each option in seconds. */
const SECONDS = {
  updateSeconds: { least: 0.05, most: 60, default: 0.25 },
  windowSeconds: { least: 0.1, most: 60, default: 3 },
  smoothingSeconds: { least: 0, most: 60, default: 0.5 },
} as const;

type Name = keyof typeof SECONDS;
const NAMES = Object.keys(SECONDS) as Name[];
const OTHERS: readonly string[] = ['sampleRate', 'speech', 'speaker', 'signal'];

/** The options of a stream in seconds, complete. */
export type StreamTimes = Readonly<Record<Name, number>>;

/**
 * Returns the options in seconds, with defaults.
 *
 * @throws SerError `INVALID_ARGUMENT` for an option that is out of range or does not exist.
 */
export function streamTimes(options: StreamOptions): StreamTimes {
  for (const name of Object.keys(options))
    if (!NAMES.includes(name as Name) && !OTHERS.includes(name))
      throw new SerError('INVALID_ARGUMENT', `${name} is not an option of stream`, {
        hint: `Its options are ${[...NAMES, ...OTHERS].join(', ')}.`,
      });
  const seconds = (name: Name): number => {
    const { least, most, default: usual } = SECONDS[name];
    const value = options[name] ?? usual;
    if (!(value >= least && value <= most))
      throw invalidArgument(name, value, `a number of seconds from ${least} to ${most}`);
    return value;
  };
  return {
    updateSeconds: seconds('updateSeconds'),
    windowSeconds: seconds('windowSeconds'),
    smoothingSeconds: seconds('smoothingSeconds'),
  };
}
