import { SerError, type SerErrorCode } from '../errors/ser-error.js';

/**
 * Returns what `check` returns; puts a place before the messages of its errors.
 *
 * @param place what the messages begin with, e.g. `training.` or `model.json: `.
 * @param code code of the errors; their own by default.
 */
export function below<T>(place: string, check: () => T, code?: SerErrorCode): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof SerError)) throw error;
    throw new SerError(code ?? error.code, `${place}${error.message}`, { cause: error, hint: error.hint });
  }
}
