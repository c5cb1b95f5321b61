import { expect, it } from 'vitest';
import { sha256 } from './sha256.js';

it('returns the digest of texts and bytes', () => {
  // FIPS 180-2, appendix B.1
  const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(sha256('abc')).toBe(digest);
  expect(sha256(Uint8Array.of(97, 98, 99))).toBe(digest);
});
