import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../contract.js';
import { isOutcome } from './outcome.js';
import { ATTEMPTS, pathBelow, scoreClip } from './score-clip.js';
import { angryOf, scriptedScorer, segmentOf } from './scripted-scorer.fixture.js';

const root = mkdtempSync(join(tmpdir(), 'ser-score-'));
const server = createServer(({ url }, response) => {
  if (url === '/clip.wav') response.end('clip');
  else response.writeHead(410).end();
});
let origin: string;

beforeAll(async () => {
  for (const name of ['clip', 'poison', 'slow', 'flaky', 'broken']) writeFileSync(join(root, `${name}.wav`), name);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(root, { recursive: true });
});

const score = (file: string, attempt = 1, timeoutSeconds = 60): Promise<Outcome> =>
  scoreClip({ file, maxSeconds: 10, timeoutSeconds }, { scorer: scriptedScorer(), root }, attempt);

describe('scoreClip', () => {
  it('scores a path below the root and a URL', async () => {
    const expected = { segments: [segmentOf(angryOf('clip'))] };
    expect(await score('clip.wav')).toEqual(expected);
    expect(await score(`${origin}/clip.wav`)).toEqual(expected);
    expect(isOutcome(JSON.parse(JSON.stringify(expected)))).toBe(true);
  });

  it('returns what is wrong with a recording at once; paths in messages are relative', async () => {
    expect(await score('poison.wav')).toEqual({
      failure: { code: 'INVALID_AUDIO', message: 'poison.wav is not audio' },
    });
  });

  it('throws errors that may pass, and returns them at the last attempt', async () => {
    await expect(score('broken.wav', ATTEMPTS - 1)).rejects.toThrow('a thread ended');
    expect(await score('broken.wav', ATTEMPTS)).toEqual({
      failure: { code: 'UNEXPECTED', message: 'a thread ended' },
    });
    await expect(score(`${origin}/gone.wav`)).rejects.toThrow('answers 410 Gone');
    await expect(score('http://127.0.0.1:9/x.wav')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('ends a clip that takes too long', async () => {
    expect(await score('slow.wav', 1, 1)).toEqual({
      failure: { code: 'TIMEOUT', message: 'slow.wav took longer than 1 s' },
    });
  });

  it.each(['../x.wav', '/etc/passwd', 'a/../../x', 'C:/x.wav', 'a\\..\\x', '', 'a//b', 'a\0b'])(
    'refuses the path %j, which is not below the root',
    async (file) => {
      expect(() => pathBelow(root, file)).toThrow('is not a path below the root');
      expect(await score(file)).toMatchObject({ failure: { code: 'INVALID_ARGUMENT' } });
    },
  );
});

it.each([null, {}, { segments: [{}] }, { segments: 'x' }, { failure: { code: 1, message: '' } }])(
  '%j is no outcome',
  (value) => expect(isOutcome(value)).toBe(false),
);
