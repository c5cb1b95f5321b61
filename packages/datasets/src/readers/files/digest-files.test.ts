import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { failureOf, temporaryFolder } from '../../../test/temporary-folder.js';
import { digestEqualSizes } from './digest-files.js';

const folder = temporaryFolder();

it('digests files that have the size of another, small or large', async () => {
  const contents = {
    'a.wav': Uint8Array.of(1, 2, 3),
    'b.wav': Uint8Array.of(1, 2, 4),
    'c.wav': Uint8Array.of(1),
    'd.wav': new Uint8Array((1 << 21) + 1).fill(7),
    'e.wav': new Uint8Array((1 << 21) + 1).fill(7),
  };
  await folder.write(contents);
  const files = Object.entries(contents).map(([path, bytes]) => ({ path, bytes: bytes.length }));
  const digests = await digestEqualSizes(folder.path, files);
  expect([...digests.keys()].sort()).toEqual(['a.wav', 'b.wav', 'd.wav', 'e.wav']);
  for (const [path, digest] of digests)
    expect(digest).toBe(
      createHash('sha256')
        .update(contents[path as keyof typeof contents])
        .digest('hex'),
    );
});

it('says which file cannot be read', async () => {
  const gone = ['x.wav', 'y.wav'].map((path) => ({ path, bytes: 1 }));
  expect((await failureOf(digestEqualSizes(folder.path, gone))).message).toMatch(/^no such file: .*[xy]\.wav$/);
});
