import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { loadRecognizer } from 'ser';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasChromium } from '../../../tests/shared/chromium.js';
import { type OpenedPage, openBrowser, openPage, segmentsOf, startMicrophone } from './browser.fixture.js';

/** Utterances that the microphone hears. */
const UTTERANCES = 8;

/** What {@link shareTab} puts into the page. */
interface Shared {
  readonly stream: MediaStream;
}

/** Lets the page share a tab that plays a file; without its bytes, a tab that is shared without its sound. */
async function shareTab(page: Page, bytes?: readonly number[]): Promise<void> {
  await page.evaluate((bytes) => {
    navigator.mediaDevices.getDisplayMedia = async () => {
      const canvas = document.createElement('canvas');
      canvas.getContext('2d');
      const stream = canvas.captureStream(1);
      if (bytes) {
        const context = new AudioContext();
        const source = context.createBufferSource();
        source.buffer = await context.decodeAudioData(Uint8Array.from(bytes).buffer);
        const sound = context.createMediaStreamDestination();
        source.connect(sound);
        source.start();
        for (const track of sound.stream.getAudioTracks()) stream.addTrack(track);
      }
      Object.assign(globalThis, { shared: { stream } satisfies Shared });
      return stream;
    };
  }, bytes);
}

/** States of the tracks that were shared. */
const sharedTracks = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { shared } = globalThis as unknown as { shared: Shared };
    return shared.stream
      .getTracks()
      .map(({ kind, readyState }) => `${kind} ${readyState}`)
      .sort();
  });

/** Has the page make its audio contexts at a rate in Hz. */
const contextsAt = (page: Page, rate: number): Promise<void> =>
  page.evaluate((sampleRate) => {
    const Context = AudioContext;
    globalThis.AudioContext = class extends Context {
      constructor() {
        super({ sampleRate });
      }
    };
  }, rate);

describe.skipIf(!hasChromium)('the sources of the page', () => {
  let opened: OpenedPage;
  let page: Page;
  let label: string;

  beforeAll(async () => {
    opened = await openBrowser(UTTERANCES);
    const recognizer = await loadRecognizer();
    ({ label } = await recognizer.predict(opened.utterance));
    recognizer.dispose();
  });
  beforeEach(async () => {
    page = await openPage(opened);
  });
  afterEach(() => page.close());
  afterAll(() => opened?.close());

  const share = (): Promise<void> => page.getByRole('button', { name: 'Tab or system sound' }).click();
  const status = (name: string): Promise<void> => page.locator(`[data-status=${name}]`).waitFor();

  it('gives the sound of a tab the label of predict, and ends when it is no longer shared', async () => {
    await shareTab(page, [...(await readFile(opened.utterance))]);
    await share();
    expect(await segmentsOf(page)).toMatchObject([{ label }]);
    expect(await page.getByText('The microphone is muted.').count()).toBe(0);
    await page.evaluate(() => {
      const { shared } = globalThis as unknown as { shared: Shared };
      for (const track of shared.stream.getTracks()) track.dispatchEvent(new Event('ended'));
    });
    await page.getByText('The tab or screen is no longer shared.').waitFor();
    await status('ready');
    expect(await sharedTracks(page)).toEqual(['audio ended', 'video ended']);
  });

  it('says so if a tab is shared without its sound, and ends the sharing', async () => {
    await shareTab(page);
    await share();
    expect(await page.getByRole('alert').textContent()).toBe(
      'The tab or screen was shared without its sound. Share it again, and switch its sound on in the dialog of the browser.',
    );
    await status('ready');
    expect(await sharedTracks(page)).toEqual(['video ended']);
  });

  it('says so if nothing is shared', async () => {
    await page.evaluate(() => {
      navigator.mediaDevices.getDisplayMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    });
    await share();
    expect(await page.getByRole('alert').textContent()).toBe(
      'Nothing was shared. Choose a tab or the screen in the dialog of the browser.',
    );
  });

  it.each([48_000, 44_100, 16_000])('hears the same at %i Hz', async (rate) => {
    await contextsAt(page, rate);
    await startMicrophone(page);
    expect(await segmentsOf(page)).toMatchObject([{ label }]);
    expect(await page.locator('.figures dd').nth(3).textContent()).toBe(`${rate / 1000} kHz`);
  });

  it('records from the device that is chosen, and goes back to the default one when it is gone', async () => {
    await page.evaluate(() => {
      const { mediaDevices } = navigator;
      const open = mediaDevices.getUserMedia.bind(mediaDevices);
      const asked: unknown[] = [];
      Object.assign(globalThis, { asked });
      mediaDevices.getUserMedia = (constraints) => {
        asked.push((constraints!.audio as MediaTrackConstraints).deviceId);
        return open(constraints);
      };
    });
    const choice = page.locator('.sources select');
    const last = await choice.locator('option').last().getAttribute('value');
    await choice.selectOption(last);
    await startMicrophone(page);
    await status('listening');
    expect(await page.evaluate(() => (globalThis as unknown as { asked: unknown[] }).asked)).toEqual([{ exact: last }]);
    await page.getByRole('button', { name: 'Stop' }).click();
    await status('ready');
    await page.evaluate((gone) => {
      const { mediaDevices } = navigator;
      const list = mediaDevices.enumerateDevices.bind(mediaDevices);
      mediaDevices.enumerateDevices = async () => (await list()).filter(({ deviceId }) => deviceId !== gone);
      mediaDevices.dispatchEvent(new Event('devicechange'));
    }, last);
    await expect.poll(() => choice.inputValue()).toBe('');
    expect(await choice.locator(`option[value="${last}"]`).count()).toBe(0);
  });

  it('answers in a hidden tab, draws nothing there, and draws again when it is shown', async () => {
    await page.evaluate(() => {
      // A hidden tab gets no animation frames until it is shown.
      const { requestAnimationFrame } = globalThis;
      const waiting: FrameRequestCallback[] = [];
      const tab = {
        drawings: 0,
        show() {
          globalThis.requestAnimationFrame = requestAnimationFrame;
          for (const callback of waiting.splice(0)) requestAnimationFrame(callback);
        },
      };
      globalThis.requestAnimationFrame = (callback) => waiting.push(callback);
      const { drawImage } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.drawImage = function (...args: unknown[]) {
        tab.drawings++;
        return Reflect.apply(drawImage, this, args);
      };
      Object.assign(globalThis, { tab });
    });
    const drawings = (): Promise<number> =>
      page.evaluate(() => (globalThis as unknown as { tab: { drawings: number } }).tab.drawings);
    await page.locator('.sources .primary').evaluate((button: HTMLButtonElement) => button.click());
    const rows = page.locator('.segment-list > li');
    await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(1);
    expect(await rows.getAttribute('data-label')).toBe(label);
    expect(await drawings()).toBe(0);
    await page.evaluate(() => (globalThis as unknown as { tab: { show(): void } }).tab.show());
    await expect.poll(drawings).toBeGreaterThan(0);
  });
});
