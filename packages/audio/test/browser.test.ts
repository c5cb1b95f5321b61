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

describe.skipIf(!found)('the microphone in headless Chromium', () => {
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
      if (request.url === '/bundle.js')
        response.setHeader('content-type', 'text/javascript').end(bundle.outputFiles[0]!.text);
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

  const open = async (): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return page;
  };

  it('records at the rate of the context, in blocks, and frees everything', { timeout: 30_000 }, async () => {
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

  it('reports that the device was disconnected, and keeps what came before', { timeout: 30_000 }, async () => {
    const report = await (await open()).evaluate(record, 'loss' as const);
    expect(report.lost).toMatchObject({ code: 'NOT_FOUND' });
    expect(report.lost?.message).toMatch(/^the microphone was disconnected after \d\.\d s$/);
    expect(report.length).toBeGreaterThanOrEqual(0.8 * report.sampleRate);
    expect(report).toMatchObject({ tracks: ['ended'], context: 'closed', urls: 0 });
  });

  it('says that there is no such device', { timeout: 30_000 }, async () => {
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
});
