import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WORKLET_SOURCE } from '../src/microphone/worklet-source.js';
import { clips } from './test-data/clips.js';

const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const found = existsSync(chromium);
if (!found) console.info(`skipped: no Chromium at ${chromium} (set CHROMIUM_PATH)`);

/** The one call of esbuild that is made here; esbuild comes with tsup. */
interface Bundler {
  build(options: Record<string, unknown>): Promise<{ outputFiles: { text: string }[] }>;
}
const require = createRequire(import.meta.url);
const esbuild = createRequire(require.resolve('tsup'))('esbuild') as Bundler;

/** What the page says about a recording. */
interface Report {
  sampleRate: number;
  contextRate: number;
  blocks: number[];
  length: number;
  frames: number;
  peak: number;
  finite: boolean;
  sameTwice: boolean;
  lost: { code: string; message: string } | undefined;
  tracks: string[];
  context: string;
  urls: number;
}

/**
 * Runs in the page: records with the fake device of Chromium, whose tracks, contexts and module URLs are watched.
 *
 * @param end what ends the recording: `stop`, or the loss of the device as the browser reports it.
 */
async function record(end: 'stop' | 'loss'): Promise<Report> {
  const { SerAudio } = globalThis as unknown as { SerAudio: typeof import('../src/index.js') };
  const streams: MediaStream[] = [];
  const contexts: AudioContext[] = [];
  const urls = new Set<string>();
  const devices = navigator.mediaDevices;
  const platform = {
    async getUserMedia(constraints: MediaStreamConstraints) {
      const stream = await devices.getUserMedia(constraints);
      streams.push(stream);
      return stream;
    },
    createContext() {
      const context = new AudioContext();
      contexts.push(context);
      return context;
    },
    createNode: (context: AudioContext, name: string, options: AudioWorkletNodeOptions) =>
      new AudioWorkletNode(context, name, options),
    createModuleUrl(source: string) {
      const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
      urls.add(url);
      return url;
    },
    revokeModuleUrl(url: string) {
      URL.revokeObjectURL(url);
      urls.delete(url);
    },
  };
  const blocks: number[] = [];
  let lost: Report['lost'];
  const microphone = await SerAudio.openMicrophone({
    blockFrames: 1024,
    platform,
    onBlock: (samples) => blocks.push(samples.length),
    onLost: ({ code, message }) => {
      lost = { code, message };
    },
  });
  const started = performance.now();
  while (microphone.frames < 0.8 * microphone.sampleRate && performance.now() - started < 10_000)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const contextRate = contexts[0]!.sampleRate;
  // A fake device cannot be pulled out; the browser reports a real one that is by this event.
  if (end === 'loss') streams[0]!.getTracks()[0]!.dispatchEvent(new Event('ended'));
  const audio = await microphone.stop();
  return {
    sampleRate: audio.sampleRate,
    contextRate,
    blocks,
    length: audio.samples.length,
    frames: microphone.frames,
    peak: audio.samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
    finite: audio.samples.every(Number.isFinite),
    sameTwice: (await microphone.stop()) === audio,
    lost,
    tracks: streams.flatMap((stream) => stream.getTracks().map(({ readyState }) => readyState)),
    context: contexts.map(({ state }) => state).join(),
    urls: urls.size,
  };
}

describe.skipIf(!found)('in headless Chromium', () => {
  let folder: string;
  let server: Server;
  let context: BrowserContext;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ser-audio-'));
    const bundle = await esbuild.build({
      entryPoints: [fileURLToPath(new URL('../src/index.ts', import.meta.url))],
      bundle: true,
      format: 'iife',
      globalName: 'SerAudio',
      platform: 'browser',
      target: 'es2022',
      write: false,
      logLevel: 'error',
    });
    server = createServer((request, response) => {
      const scripts: Record<string, string> = {
        '/bundle.js': bundle.outputFiles[0]!.text,
        '/worklet.js': WORKLET_SOURCE,
      };
      const script = scripts[request.url ?? ''];
      if (request.url === '/strict') response.setHeader('content-security-policy', "script-src 'self'");
      if (script !== undefined) response.setHeader('content-type', 'text/javascript; charset=utf-8').end(script);
      else response.setHeader('content-type', 'text/html').end('<script src="/bundle.js"></script>');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { chromium: launcher } = await import('playwright-core');
    context = await launcher.launchPersistentContext(folder, {
      executablePath: chromium,
      args: [
        ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
        ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
        ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
        '--autoplay-policy=no-user-gesture-required',
      ],
    });
  }, 60_000);

  afterAll(async () => {
    await context?.close();
    server?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const open = async (path = ''): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`);
    return page;
  };

  it('the microphone records at the rate of the context, in blocks, and frees everything', {
    timeout: 30_000,
  }, async () => {
    const report = await (await open()).evaluate(record, 'stop' as const);
    expect(report.sampleRate).toBe(report.contextRate);
    expect(report.sampleRate).toBeGreaterThanOrEqual(8000);
    expect(report.frames).toBeGreaterThanOrEqual(0.8 * report.sampleRate);
    expect(report.length).toBe(report.frames);
    expect(report.blocks.reduce((sum, length) => sum + length, 0)).toBe(report.length);
    expect(report.blocks.slice(0, -1).every((length) => length === 1024)).toBe(true);
    // The fake device beeps.
    expect(report.peak).toBeGreaterThan(0.01);
    expect(report.finite).toBe(true);
    expect(report).toMatchObject({ tracks: ['ended'], context: 'closed', urls: 0, sameTwice: true });
    expect(report.lost).toBeUndefined();
  });

  it('the microphone reports that the device was disconnected, and keeps what came before', {
    timeout: 30_000,
  }, async () => {
    const report = await (await open()).evaluate(record, 'loss' as const);
    expect(report.lost).toMatchObject({ code: 'NOT_FOUND' });
    expect(report.lost?.message).toMatch(/^the microphone was disconnected after \d\.\d s$/);
    expect(report.length).toBeGreaterThanOrEqual(0.8 * report.sampleRate);
    expect(report).toMatchObject({ tracks: ['ended'], context: 'closed', urls: 0 });
  });

  it('the microphone says that there is no such device', { timeout: 30_000 }, async () => {
    const page = await open();
    const message = await page.evaluate(async () => {
      const { SerAudio } = globalThis as unknown as { SerAudio: typeof import('../src/index.js') };
      return SerAudio.openMicrophone({ constraints: { deviceId: { exact: 'none such' } } }).then(
        () => 'opened',
        ({ code, message }: { code: string; message: string }) => `${code}: ${message}`,
      );
    });
    expect(message).toBe('NOT_FOUND: no microphone fits the constraints');
  });

  it('decodes what MediaRecorder records, without any other package', { timeout: 30_000 }, async () => {
    const report = await (await open()).evaluate(async () => {
      const { SerAudio } = globalThis as unknown as { SerAudio: typeof import('../src/index.js') };
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const recorder = new MediaRecorder(stream, { mimeType: 'audio/webm;codecs=opus' });
      const parts: Blob[] = [];
      recorder.ondataavailable = ({ data }) => parts.push(data);
      recorder.start(100);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await new Promise((resolve) => {
        recorder.onstop = resolve;
        recorder.stop();
      });
      for (const track of stream.getTracks()) track.stop();
      const { samples, sampleRate, notes } = await SerAudio.decodeAudio(new Blob(parts));
      return { seconds: samples.length / sampleRate, sampleRate, notes, peak: Math.max(...samples.map(Math.abs)) };
    });
    expect(report).toMatchObject({ sampleRate: 48_000, notes: [] });
    expect(report.seconds).toBeGreaterThan(0.8);
    expect(report.seconds).toBeLessThan(2.5);
    // The fake device beeps.
    expect(report.peak).toBeGreaterThan(0.01);
  });

  it('lets the browser decode AAC', { timeout: 30_000 }, async () => {
    const report = await (await open()).evaluate(
      async (bytes) => {
        const { SerAudio } = globalThis as unknown as { SerAudio: typeof import('../src/index.js') };
        return SerAudio.decodeAudio(Uint8Array.from(bytes), { sampleRate: 16_000, name: 'a.m4a' }).then(
          ({ samples, sampleRate }) => ({ frames: samples.length, sampleRate }),
          ({ code, hint }: { code: string; hint: string }) => ({ code, hint }),
        );
      },
      [...clips.m4a],
    );
    // Chromium without proprietary codecs cannot; then the error says what to do.
    if ('code' in report)
      expect(report).toEqual({ code: 'UNSUPPORTED_AUDIO', hint: expect.stringContaining('ffmpeg') });
    else {
      expect(report.sampleRate).toBe(16_000);
      expect(Math.abs(report.frames - 6400)).toBeLessThan(2200);
    }
  });

  describe('under a strict Content-Security-Policy', () => {
    it('says which directive the worklet needs, and records with one from the same server', {
      timeout: 30_000,
    }, async () => {
      const report = await (await open('strict')).evaluate(async () => {
        const { SerAudio } = globalThis as unknown as { SerAudio: typeof import('../src/index.js') };
        const refusal = await SerAudio.openMicrophone().then(
          () => ({ message: 'opened', hint: '' }),
          ({ message, hint }: { message: string; hint: string }) => ({ message, hint }),
        );
        const microphone = await SerAudio.openMicrophone({ workletUrl: '/worklet.js' });
        while (microphone.frames < 4096) await new Promise((resolve) => setTimeout(resolve, 20));
        const { samples } = await microphone.stop();
        return { ...refusal, recorded: samples.length };
      });
      // Whether the browser reports the violation of a worklet is up to it; the hint names the directive in any case.
      expect(report.message).toMatch(
        /^the microphone cannot be recorded: (the page's Content-Security-Policy .* blocks blob: scripts|the audio worklet did not load from a blob: URL)$/,
      );
      expect(report.hint).toMatch(
        /^Add blob: to (script-src|worker-src).* in the page's Content-Security-Policy, or serve/,
      );
      expect(report.recorded).toBeGreaterThanOrEqual(4096);
    });

    it('says which directive WebAssembly needs, and reads WAV without it', { timeout: 30_000 }, async () => {
      const report = await (await open('strict')).evaluate(
        async ([mp3, opus]) => {
          const { SerAudio } = globalThis as unknown as { SerAudio: typeof import('../src/index.js') };
          const hint = (bytes: number[]) =>
            SerAudio.decodeAudio(Uint8Array.from(bytes)).then(
              () => 'decoded',
              ({ code, hint }: { code: string; hint: string }) => `${code}: ${hint}`,
            );
          const wav = SerAudio.encodeWav({ samples: Float32Array.of(0.5, 0.25), sampleRate: 8000 });
          return {
            mp3: await hint(mp3!),
            opus: await hint(opus!),
            wav: (await SerAudio.decodeAudio(wav)).samples.length,
          };
        },
        [[...clips.mp3Mono16k], [...clips.opus]],
      );
      const expected =
        "UNSUPPORTED_PLATFORM: Add 'wasm-unsafe-eval' to script-src in the page's Content-Security-Policy.";
      expect(report).toEqual({ mp3: expected, opus: expected, wav: 2 });
    });
  });
});
