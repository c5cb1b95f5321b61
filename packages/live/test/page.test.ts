import { readFileSync } from 'node:fs';
import { parseCsv } from '@ser/core';
import axe from 'axe-core';
import { loadRecognizer, type RecordingPrediction } from 'ser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, hasChromium, traceTasks } from '../../../tests/shared/chromium.js';
import { drop, type OpenedPage, openBrowser, openPage, segmentsOf, startMicrophone } from './browser.fixture.js';

/** Utterances that the microphone hears. */
const UTTERANCES = 8;

describe.skipIf(!hasChromium)('the page in headless Chromium', () => {
  let opened: OpenedPage;
  let expected: RecordingPrediction;

  beforeAll(async () => {
    opened = await openBrowser(UTTERANCES);
    const recognizer = await loadRecognizer();
    expected = await recognizer.predict(opened.utterance);
    recognizer.dispose();
  });

  afterAll(() => opened?.close());

  it('gives a file that is dropped the answer of predict, asks no other origin, and prints nothing', async () => {
    const printed: string[] = [];
    const requested: string[] = [];
    opened.context.on('request', (request) => requested.push(request.url()));
    const page = await openPage(opened, printed);
    await drop(page, opened.utterance);
    const [segment, ...others] = await segmentsOf(page);
    expect(others).toEqual([]);
    expect(segment!.label).toBe(expected.label);
    expect(segment!.confidence).toBeCloseTo(expected.confidence, 4);
    expect(requested.length).toBeGreaterThan(3);
    expect(requested.filter((url) => !url.startsWith(opened.server.url))).toEqual([]);
    expect(printed).toEqual([]);
    await page.close();
  });

  it('gives what the microphone hears the label of predict, without blocking its thread', async () => {
    const page = await openPage(opened);
    const endTrace = await traceTasks(page);
    await startMicrophone(page);
    const segments = await segmentsOf(page, 2);
    expect(segments.map(({ label }) => label)).toEqual([expected.label, expected.label]);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.locator('[data-status=ready]').waitFor();
    const tasks = await endTrace();
    const delay = await page.locator('.figures dd').nth(1).textContent();
    const longest = (key: 'duration' | 'work'): string => Math.max(...tasks.map((task) => task[key])).toFixed(0);
    console.info(
      `end of speech to answer: ${delay}; longest of ${tasks.length} tasks: ${longest('duration')} ms, of which the processor worked at most ${longest('work')} ms`,
    );
    // A segment ends 50 ms after its last speech, and is answered once the pause is 200 ms long; a busy machine adds what it needs.
    expect(Number.parseInt(delay!, 10)).toBeGreaterThanOrEqual(150);
    expect(tasks.length).toBeGreaterThan(100);
    expect(tasks.filter(({ work }) => work > 50)).toEqual([]);
    await page.close();
  });

  it('enrolls a voice from ten seconds, answers for it, and keeps it for the next visit', async () => {
    const page = await openPage(opened);
    await page.getByRole('button', { name: 'Enroll your voice' }).click();
    await page.getByText('Answers are now for your voice.').waitFor();
    await segmentsOf(page, 1);
    await page.reload();
    await page.getByRole('button', { name: 'Forget it' }).click();
    await page.getByRole('button', { name: 'Enroll your voice' }).waitFor();
    await page.close();
  });

  it('labels a segment by hand and exports it', async () => {
    const page = await openPage(opened);
    await page.locator('input[type=file]').setInputFiles(opened.utterance);
    await segmentsOf(page);
    await page.getByLabel('Label by hand').selectOption('sad');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('utterance.csv');
    const [header, row] = parseCsv(readFileSync(await download.path(), 'utf8')).map(({ fields }) => fields);
    const cell = (name: string): string => row![header!.indexOf(name)]!;
    expect([cell('label'), cell('by_hand')]).toEqual([expected.label, 'sad']);
    await page.close();
  });

  it.each([
    ['NotAllowedError', 'Access to the microphone was not allowed. Allow the microphone for this page in the browser.'],
    ['NotFoundError', 'No microphone is connected. Connect a microphone, or open a recording.'],
  ])('says what to do about %s', async (name, message) => {
    const page = await openPage(opened);
    await page.evaluate((name) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name));
    }, name);
    await startMicrophone(page);
    expect(await page.getByRole('alert').textContent()).toBe(message);
    await page.close();
  });

  it('says that the system mutes the microphone, as long as it does', async () => {
    const page = await openPage(opened);
    await page.evaluate(() => {
      const { mediaDevices } = navigator;
      const open = mediaDevices.getUserMedia.bind(mediaDevices);
      mediaDevices.getUserMedia = async (constraints) => {
        const stream = await open(constraints);
        Object.assign(globalThis, { track: stream.getAudioTracks()[0] });
        return stream;
      };
    });
    const send = (event: string): Promise<unknown> =>
      page.evaluate(
        (event) => (globalThis as unknown as { track: EventTarget }).track.dispatchEvent(new Event(event)),
        event,
      );
    await startMicrophone(page);
    await page.locator('[data-status=listening]').waitFor();
    await send('mute');
    await page.getByText('The microphone is muted.').waitFor();
    await send('unmute');
    await page.getByText('The microphone is muted.').waitFor({ state: 'detached' });
    await send('ended');
    await page.getByText('Connect it again, or choose another source.').waitFor();
    await page.locator('[data-status=ready]').waitFor();
    await page.close();
  });

  it('has no accessibility problem that axe finds, light and dark, wide and narrow', async () => {
    const page = await openPage(opened);
    await drop(page, opened.utterance);
    await segmentsOf(page);
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1280, 360]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        const place = `${colorScheme} at ${width} pixels`;
        expect(await accessibilityProblems(page, axe.source), place).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), place).toBe(width);
      }
    await page.close();
  });

  it('opens without its server after the first visit, and still recognizes', async () => {
    const first = await openPage(opened);
    await first.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await first.close();
    await opened.server.close();
    const page = await openPage(opened);
    await drop(page, opened.utterance);
    const [segment] = await segmentsOf(page);
    expect(segment!.label).toBe(expected.label);
    await page.close();
  });
});
