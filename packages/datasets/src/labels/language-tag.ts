/** Returns true for a text that has the form of a BCP 47 language tag, such as `de` or `en-GB`. */
export function isLanguageTag(text: string): boolean {
  return /^[a-z]{2,3}(-[a-z\d]{2,8})*$/i.test(text);
}
