/**
 * Returns a text in which control characters, line breaks and marks that reverse the direction of writing are escaped
 * as `\u....`, so that it can be shown on a terminal and in a one-line message.
 *
 * @example
 * printable('sad\u001b[31m'); // 'sad\\u001b[31m'
 */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
