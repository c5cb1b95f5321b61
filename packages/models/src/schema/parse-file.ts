import type { SerErrorCode } from '@ser/core';
import { below, checkFields, type Schema } from '@ser/core/schema';

/**
 * Returns the content of a file as its schema makes it.
 *
 * @throws SerError with `code` that names the file and the first wrong field.
 */
export const parseFile = <T>(file: string, schema: Schema<T>, value: unknown, code: SerErrorCode): T =>
  below(`${file}: `, () => checkFields(schema, value, { whole: 'its content' }), code);
