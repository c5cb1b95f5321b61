import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeWav, resampleAudio } from '@ser/audio';
import { Random } from '@ser/core';
import { syntheticCorpus } from '@ser/datasets';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { listeningOptions } from '../../../tests/shared/chromium.js';
import { type LiveServer, startLive } from '../src/index.js';

/** The rate of the fake microphone in Hz. */
const RATE = 48_000;

/** The page in a browser whose microphone plays a file. */
export interface OpenedPage {
  readonly server: LiveServer;
  readonly context: BrowserContext;
  /** A file with the utterance that the microphone hears. */
  readonly utterance: string;
  close(): Promise<void>;
}

/** Adds an utterance to noise of a microphone, a number of times between pauses. */
function between(samples: Float32Array, repeats: number): Float32Array {
  const pause = 1.5 * RATE;
  const period = samples.length + pause;
  const noise = new Random(1);
  const all = Float32Array.from({ length: pause + repeats * period }, () => 4e-4 * (noise.next() - 0.5));
  for (let at = pause; at < all.length; at += period)
    for (let i = 0; i < samples.length; i++) all[at + i]! += samples[i]!;
  return all;
}

/** Writes an utterance once, and what the microphone hears. */
async function writeRecordings(folder: string, repeats: number) {
  const corpus = syntheticCorpus();
  const clip = await corpus.read(corpus.utterances.find(({ emotion }) => emotion === 'happy')!);
  const { samples } = resampleAudio(clip, RATE);
  const write = async (name: string, times: number): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, encodeWav({ samples: between(samples, times), sampleRate: RATE }));
    return path;
  };
  return { utterance: await write('utterance.wav', 1), heard: await write('heard.wav', repeats) };
}

/** Starts a server of the page, and a browser with a microphone that plays an utterance a number of times. */
export async function openBrowser(repeats = 1): Promise<OpenedPage> {
  const folder = await mkdtemp(join(tmpdir(), 'ser-live-'));
  const { utterance, heard } = await writeRecordings(folder, repeats);
  const server = await startLive();
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), listeningOptions(`${heard}%noloop`));
  return {
    server,
    context,
    utterance,
    async close() {
      await context.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Opens the page and waits until the model is loaded. */
export async function openPage({ context, server }: OpenedPage, printed: string[] = []): Promise<Page> {
  const page = await context.newPage();
  page.on('console', (message) => printed.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => printed.push(String(error)));
  await page.goto(server.url);
  await page.locator('[data-status=ready]').waitFor();
  return page;
}

/** Clicks the button that starts the microphone. */
export const startMicrophone = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Start microphone' }).click();

/** Waits for so many segments, and returns the label and confidence of each, in their order. */
export async function segmentsOf(page: Page, count = 1): Promise<{ label: string; confidence: number }[]> {
  const rows = page.locator('.segment-list > li');
  await rows.nth(count - 1).waitFor();
  const found = await rows.evaluateAll((items) =>
    (items as HTMLElement[]).map(({ dataset }) => ({ label: dataset.label!, confidence: Number(dataset.confidence) })),
  );
  return found.reverse();
}

/** Drops a file on the page. */
export async function drop(page: Page, path: string): Promise<void> {
  const bytes = [...readFileSync(path)];
  await page.evaluate((bytes) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([Uint8Array.from(bytes)], 'utterance.wav'));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
  }, bytes);
}
