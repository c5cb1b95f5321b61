import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { parseEvent } from '../client/client.js';
import type { RunningServer, ServerOptions } from '../contract.js';
import { scriptedRecognizer } from './scripted-recognizer.fixture.js';
import { startServer } from './start-server.js';

let server: RunningServer;
const start = async (options: ServerOptions = {}): Promise<void> => {
  server = await startServer(scriptedRecognizer(), { port: 0, ...options });
};
beforeEach(() => start());
afterEach(() => server.close());

/** A client of a stream, and all that it has received. */
function open(query: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/stream${query}`, { headers });
  const frames: { kind: string; [key: string]: unknown }[] = [];
  socket.on('message', (data) => frames.push(JSON.parse(data.toString())));
  const opened = new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const closed = new Promise<number>((resolve) => socket.once('close', (code) => resolve(code)));
  return { socket, frames, opened, closed };
}

const healthy = async (): Promise<void> => expect((await fetch(`${server.url}/healthz`)).status).toBe(200);

describe('GET /v1/stream', () => {
  it('takes samples as binary frames, sends events as text frames, and ends when the client ends it', async () => {
    const { socket, frames, opened, closed } = open('?sampleRate=16000');
    await opened;
    socket.send(Int16Array.of(1, 2, 3));
    socket.send(Int16Array.of(-4));
    socket.send('{"kind":"end"}');
    expect(await closed).toBe(1000);
    expect(frames.map(({ kind }) => kind)).toEqual(['speech', 'update', 'update', 'final', 'end']);
    expect(frames.at(-2)).toMatchObject({ end: 4, answer: { notes: ['2'] } });
    expect(frames.map((frame) => parseEvent(JSON.stringify(frame))?.kind)).toEqual([
      ...['speech', 'update', 'update', 'final'],
      undefined,
    ]);
  });

  it('takes floats too', async () => {
    const { socket, frames, opened, closed } = open('?sampleRate=48000&encoding=pcm_f32le');
    await opened;
    socket.send(Float32Array.of(0.25, 0.5));
    socket.send('{"kind":"end"}');
    await closed;
    expect(frames.at(-2)).toMatchObject({ end: 2, answer: { notes: ['0.75'] } });
  });

  it.each([
    ['', 'sampleRate is missing'],
    ['?sampleRate=12', 'sampleRate must be an integer from 1000 to 192000'],
    ['?sampleRate=16000.5', 'sampleRate must be'],
    ['?sampleRate=999999', 'sampleRate must be'],
    ['?sampleRate=16000&encoding=mp3', 'encoding must be pcm_s16le or pcm_f32le'],
    ['?sampleRate=16000&x=1', 'x is not a parameter'],
  ])('refuses the parameters %s', async (query, message) => {
    const { frames, closed } = open(query);
    expect(await closed).toBe(1008);
    expect(frames.at(-1)).toMatchObject({ kind: 'error', message: expect.stringContaining(message) });
    expect(() => parseEvent(JSON.stringify(frames.at(-1)))).toThrow(message);
    await healthy();
  });

  it('refuses frames that are no samples', async () => {
    for (const [frame, message] of [
      [new Uint8Array(3), 'a frame holds 3 bytes, not a whole number of samples of 2 bytes'],
      ['hello', 'a text frame must be {"kind":"end"}'],
      ['{"kind":"end","x":1}', 'a text frame must be'],
    ] as const) {
      const { socket, frames, opened, closed } = open('?sampleRate=16000');
      await opened;
      socket.send(frame);
      expect(await closed).toBe(1008);
      expect(frames.at(-1)).toMatchObject({
        kind: 'error',
        code: 'INVALID_FRAME',
        message: expect.stringContaining(message),
      });
    }
    const { socket, opened, closed } = open('?sampleRate=16000');
    await opened;
    socket.send(new Uint8Array(2 ** 21));
    expect(await closed).toBe(1009);
    await healthy();
  });

  it('ends streams that last too long or send nothing, and refuses more than there may be', async () => {
    await server.close();
    await start({ maxSeconds: 1, timeoutSeconds: 1, maxStreams: 1 });
    const first = open('?sampleRate=16000');
    await first.opened;
    await setTimeout(50);
    const second = open('?sampleRate=16000');
    expect(await second.closed).toBe(1013);
    expect(second.frames.at(-1)).toMatchObject({ kind: 'error', code: 'BUSY' });
    first.socket.send(new Int16Array(16_001));
    expect(await first.closed).toBe(1009);
    await healthy();
  });

  it('survives clients that leave in the middle', async () => {
    for (let i = 0; i < 5; i++) {
      const { socket, opened } = open('?sampleRate=16000');
      await opened;
      socket.send(new Int16Array(160));
      socket.terminate();
    }
    await setTimeout(100);
    expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(/ser_streams_open 0\n/);
  });

  it('needs the key, and refuses pages of other hosts', async () => {
    const foreign = open('?sampleRate=16000', { origin: 'https://evil.example' });
    await expect(foreign.opened).rejects.toThrow('403');
    await server.close();
    await start({ apiKey: 'open sesame' });
    await expect(open('?sampleRate=16000').opened).rejects.toThrow('401');
    const allowed = open('?sampleRate=16000', { authorization: 'Bearer open sesame' });
    await allowed.opened;
    allowed.socket.close();
    await allowed.closed;
  });

  it('gives a stream its last answer when the service is stopped', async () => {
    const { socket, frames, opened, closed } = open('?sampleRate=16000');
    await opened;
    socket.send(Int16Array.of(7));
    await setTimeout(100);
    await server.close();
    expect(await closed).toBe(1001);
    expect(frames.slice(-2).map(({ kind }) => kind)).toEqual(['final', 'end']);
  });
});
