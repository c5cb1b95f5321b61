import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { encodeWav } from '@ser/audio';
import { syntheticCorpus } from '@ser/datasets';
import axe from 'axe-core';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { loadRecognizer } from 'ser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, hasChromium } from '../../../tests/shared/chromium.js';
import { type OpenedPage, openBrowser, openPage, segmentsOf } from './browser.fixture.js';

const BIN = fileURLToPath(new URL('../../ser/bin/ser.js', import.meta.url));

/** Happy utterances that are recorded from the microphone, and sad ones that are read from files. */
const CLIPS = 3;

/** Opens a recording in the page, and waits for its answer. */
async function read(page: Page, path: string): Promise<{ label: string; confidence: number }> {
  await page.locator('input[type=file]').setInputFiles(path);
  await page.locator('[data-status=ready]').waitFor();
  const [segment] = await segmentsOf(page);
  return segment!;
}

const clipsOf = (page: Page): Promise<string | null> => page.locator('#personal-title .number').textContent();

describe.skipIf(!hasChromium)('the model of the user', () => {
  let opened: OpenedPage;
  let page: Page;
  let folder: string;
  const sad: string[] = [];

  beforeAll(async () => {
    opened = await openBrowser(CLIPS);
    folder = await mkdtemp(join(tmpdir(), 'ser-live-personal-'));
    const corpus = syntheticCorpus();
    for (const utterance of corpus.utterances.filter(({ emotion }) => emotion === 'sad').slice(0, CLIPS)) {
      const path = join(folder, `sad-${sad.length}.wav`);
      await writeFile(path, encodeWav(await corpus.read(utterance)));
      sad.push(path);
    }
    page = await openPage(opened);
  });

  afterAll(async () => {
    await opened?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('needs two clips of two emotions', async () => {
    const tune = page.getByRole('button', { name: 'Fine-tune' });
    expect(await tune.isDisabled()).toBe(true);
    await page.getByLabel('Emotion of the clips').selectOption('happy');
    await page.getByRole('button', { name: 'Record clips' }).click();
    await page.getByText(`${CLIPS} clips`).waitFor();
    await page.getByRole('button', { name: 'End the clips' }).click();
    await page.locator('[data-status=ready]').waitFor();
    expect(await clipsOf(page)).toBe('3 clips');
    expect(await tune.isDisabled()).toBe(true);
    for (const path of sad) {
      await read(page, path);
      await page.getByLabel('Label by hand').selectOption('sad');
      await page.getByRole('button', { name: 'Add labelled segments (1)' }).click();
    }
    await page.getByText('6 clips').waitFor();
    expect(await page.locator('.counts').textContent()).toMatch(/Happy\s*3.*Sad\s*3/);
    expect(await tune.isEnabled()).toBe(true);
  });

  it('is fine-tuned, measured on clips that were left out, and answers after the page is loaded again', async () => {
    await page.getByRole('button', { name: 'Fine-tune' }).click();
    await page.locator('.measured').waitFor();
    expect(await page.locator('.measured dd').allInnerTexts()).toEqual([
      expect.stringMatching(/\d of 6/),
      expect.stringMatching(/\d of 6/),
    ]);
    await page.getByRole('radio', { name: 'Your model' }).check();
    await page.getByText('Model: my-model.').waitFor();
    const answer = await read(page, sad[0]!);
    await page.reload();
    await page.getByText('Model: my-model.').waitFor();
    await page.locator('[data-status=ready]').waitFor();
    expect(await read(page, sad[0]!)).toEqual(answer);
    await page.getByRole('radio', { name: 'Model of the page' }).check();
    await page.getByText('Model: open.').waitFor();
    expect((await read(page, sad[0]!)).confidence).not.toBe(answer.confidence);
    await page.getByRole('radio', { name: 'Your model' }).check();
    await page.getByText('Model: my-model.').waitFor();
  });

  it('is exported as a model folder, with which Node and the command answer as the page does', async () => {
    const answer = await read(page, sad[1]!);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export the model' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('my-model.zip');
    for (const [name, bytes] of Object.entries(unzipSync(await readFile(await download.path())))) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), bytes);
    }
    const model = join(folder, 'my-model');
    const recognizer = await loadRecognizer(model);
    const { label, confidence } = await recognizer.predict(sad[1]!);
    expect(label).toBe(answer.label);
    expect(confidence).toBeCloseTo(answer.confidence, 4);
    expect(recognizer.model.card.notes![0]).toMatch(/^Fine-tuned from open\. .* of 6 right/);
    recognizer.dispose();
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...[BIN, 'predict', sad[1]!, '--model', model, '--json'],
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ label: answer.label });
  });

  it.each([
    ['light', 1280],
    ['dark', 400],
  ] as const)('has no accessibility problem that axe finds, %s at %i pixels', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await page.locator('details').evaluate((details: HTMLDetailsElement) => {
      details.open = true;
    });
    expect(await accessibilityProblems(page, axe.source)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    if (process.env.SER_PICTURES)
      await page.locator('.personal').screenshot({
        path: `${process.env.SER_PICTURES}/personal-${colorScheme}-${width}.png`,
      });
  });

  it('is deleted with its clips, one by one or all at once', async () => {
    page.on('dialog', (dialog) => void dialog.accept());
    await page
      .getByRole('button', { name: /^Delete happy/ })
      .first()
      .click();
    await page.getByText('5 clips').waitFor();
    await page.getByRole('button', { name: 'Delete all' }).click();
    await page.getByText('Model: open.').waitFor();
    await page.reload();
    await page.getByText('Model: open.').waitFor();
    expect(await page.getByRole('button', { name: 'Delete all' }).isDisabled()).toBe(true);
    const left = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
    expect(left).toContain('ser-live');
    expect(await page.locator('.counts').textContent()).not.toMatch(/[1-9]/);
  });
});
