import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { ENCODER_FILE, FEATURE } from '../test/encoder-file.js';
import { openEncoder } from './open-encoder.js';
import { platform } from './platform/platform-browser.js';
import { provideEncoder } from './provide-encoder.js';

const folder = mkdtempSync(join(tmpdir(), 'ser-encoders-'));
const right = join(folder, 'right');
const wrong = join(folder, 'wrong');
for (const path of [right, wrong]) mkdirSync(path);
copyFileSync(ENCODER_FILE, join(right, 'tiny-encoder.onnx'));
writeFileSync(join(wrong, 'tiny-encoder.onnx'), 'something else');
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(folder, { recursive: true }));

const codeOf = (...args: Parameters<typeof provideEncoder>): Promise<string> =>
  provideEncoder(...args).then(
    ({ sha256 }) => (sha256 === FEATURE.sha256 ? 'found' : sha256),
    ({ code }) => code,
  );

it('takes a file, a folder that holds it, or an open encoder', async () => {
  expect(await codeOf(FEATURE, { encoder: ENCODER_FILE })).toBe('found');
  expect(await codeOf(FEATURE, { encoder: right })).toBe('found');
  const encoder = await openEncoder(ENCODER_FILE, FEATURE);
  expect(await provideEncoder(FEATURE, { encoder })).toBe(encoder);
});

it('looks at the option, then the environment, then the folders', async () => {
  expect(await codeOf(FEATURE, { folders: [folder, right] })).toBe('found');
  expect(await codeOf(FEATURE, { encoder: ENCODER_FILE, folders: [wrong] })).toBe('found');
  vi.stubEnv('SER_ENCODER', wrong);
  expect(await codeOf(FEATURE, { folders: [right] })).toBe('INVALID_MODEL');
  expect(await codeOf(FEATURE, { encoder: right })).toBe('found');
  vi.stubEnv('SER_ENCODER', right);
  expect(await codeOf(FEATURE)).toBe('found');
});

it('says what to fetch if it is nowhere', async () => {
  await expect(provideEncoder(FEATURE, { folders: [folder] })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: 'no speech encoder: tiny-encoder.onnx',
    hint:
      `Fetch tiny-encoder.onnx, 21656 bytes, SHA-256 ${FEATURE.sha256}, license MIT, ` +
      'and name it with --encoder (option encoder) or $SER_ENCODER.',
  });
  const { file: _, ...unnamed } = FEATURE;
  await expect(provideEncoder(unnamed, { encoder: right })).rejects.toThrow(
    `no speech encoder at ${right}: SHA-256 ${FEATURE.sha256}`,
  );
});

it('asks for bytes and the runtime in browsers', async () => {
  await expect(platform.read('a.onnx')).rejects.toMatchObject({
    code: 'UNSUPPORTED_PLATFORM',
    hint: expect.stringContaining('onnxruntime-web'),
  });
  await expect(platform.runtime()).rejects.toMatchObject({ hint: expect.stringContaining('runtime: ort') });
  expect([platform.environment(), await platform.find('a', 'b')]).toEqual([undefined, undefined]);
});
