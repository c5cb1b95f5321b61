import { SerError } from '../errors/ser-error.js';

/**
 * Runs a check whose messages begin with a field's own name.
 *
 * @param place what goes before the name, e.g. `training.`.
 */
export function below(place: string, check: () => unknown): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof SerError)) throw error;
    const { code, message, hint } = error;
    throw new SerError(code, `${place}${message}`, { cause: error, ...(hint === undefined ? {} : { hint }) });
  }
}
