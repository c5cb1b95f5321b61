import { invalidArgument } from '@ser/core';
import { parseValue } from '@ser/experiments';

/** Returns the parts of a text between the commas outside of brackets, braces and quotes. */
function splitAtCommas(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let part = '';
  for (const [i, sign] of [...text].entries()) {
    if (sign === '"' && text[i - 1] !== '\\') quoted = !quoted;
    if (!quoted && '[{'.includes(sign)) depth++;
    if (!quoted && ']}'.includes(sign)) depth--;
    if (sign === ',' && depth === 0 && !quoted) {
      parts.push(part);
      part = '';
    } else part += sign;
  }
  return [...parts, part];
}

/**
 * Returns field and values of `field=v1,v2,…`: values as JSON or plain words, separated by commas.
 *
 * @example
 * parseVariation('--vary', 'model.filters=[32,32],[64,64]'); // { field: 'model.filters', values: [[32, 32], [64, 64]] }
 */
export function parseVariation(option: string, text: string): { field: string; values: unknown[] } {
  const [, field = '', list = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  const parts = splitAtCommas(list).map((part) => part.trim());
  if (field === '' || parts.includes('')) {
    throw invalidArgument(option, text, 'of the form field=v1,v2, such as training.learningRate=1e-3,3e-4');
  }
  return { field, values: parts.map(parseValue) };
}
