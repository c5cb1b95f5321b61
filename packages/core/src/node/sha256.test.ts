import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sha256, sha256File } from './sha256.js';

// FIPS 180-2, appendix B.1
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

it('returns the digest of texts and bytes', () => {
  expect(sha256('abc')).toBe(ABC);
  expect(sha256(Uint8Array.of(97, 98, 99))).toBe(ABC);
});

it('returns the digest of a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sha256-'));
  try {
    await writeFile(join(folder, 'abc'), 'abc');
    expect(await sha256File(join(folder, 'abc'))).toBe(ABC);
    await expect(sha256File(join(folder, 'none'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(sha256File(folder)).rejects.toMatchObject({ code: 'FILE_ACCESS' });
  } finally {
    await rm(folder, { recursive: true });
  }
});
