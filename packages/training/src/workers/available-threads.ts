import { availableThreads as ofPlatform } from '#threads';

/** How many threads this machine runs at once: the most that `threads` of `crossValidate` and `trainModel` can use. */
export function availableThreads(): number {
  return ofPlatform();
}
