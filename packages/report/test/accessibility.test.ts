import axe from 'axe-core';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, chromiumOptions, hasChromium } from '../../../tests/shared/chromium.js';
import { clipHtml, reportHtml, waveformSvg } from '../src/index.js';
import { evaluationOf } from './evaluation.fixture.js';

const wav = Uint8Array.of(
  ...[0x52, 0x49, 0x46, 0x46, 38, 0, 0, 0, 0x57, 0x41, 0x56, 0x45, 0x66, 0x6d, 0x74, 0x20, 16, 0, 0, 0, 1, 0, 1, 0],
  ...[0x80, 0x3e, 0, 0, 0, 0x7d, 0, 0, 2, 0, 16, 0, 0x64, 0x61, 0x74, 0x61, 2, 0, 0, 0, 0, 0],
);
const plots = [waveformSvg({ samples: [0, 1, -1, 0], sampleRate: 4 })];
const clips = [{ id: '03a01Ta', wav, plots }];
const whole = {
  ...evaluationOf('lstm', { environment: { node: 'v20' }, speakerIndependent: false }),
  folds: [{ name: '03', temperature: 2 }],
  maps: [
    {
      points: [
        [0, 1],
        [1, 0],
      ],
      explained: [0.6, 0.3],
    },
  ] as const,
  robustness: [
    { condition: 'clean', value: 0, uar: 0.7 },
    { condition: 'white', value: 10, uar: 0.5 },
  ],
};
const pages = {
  'one run': reportHtml({ title: 'One', generated: 'today', evaluations: [{ ...whole, clips }] }),
  'two runs': reportHtml({
    title: 'Two',
    generated: 'today',
    evaluations: [evaluationOf('lstm'), evaluationOf('cnn')],
  }),
  'a clip': clipHtml({ title: 'clip.wav', subtitle: '1 s', plots, wav, notes: ['A note.'] }),
};

describe.runIf(hasChromium).each(Object.entries(pages))('a page about %s', (_, html) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch(chromiumOptions());
  });
  afterAll(() => browser?.close());

  it.each([
    ['light', 1440],
    ['dark', 400],
  ] as const)(
    'has no accessibility problem that axe finds, %s at %i pixels, and loads nothing',
    async (colorScheme, width) => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
      const page = await context.newPage();
      const problems: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith('data:')) problems.push(request.url());
      });
      page.on('console', (message) => problems.push(message.text()));
      await page.setContent(html);
      for (const details of await page.locator('details').all())
        await details.evaluate((one) => one.setAttribute('open', ''));
      expect(await accessibilityProblems(page, axe.source)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect(problems).toEqual([]);
      await context.close();
    },
  );

  it('plays and draws under its own content security policy', async () => {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    await page.setContent(html);
    const durations = await page.locator('audio').evaluateAll((players) =>
      Promise.all(
        players.map(
          (one) =>
            new Promise<number>((resolve, reject) => {
              const player = one as HTMLAudioElement;
              if (player.readyState > 0) resolve(player.duration);
              player.onloadedmetadata = () => resolve(player.duration);
              player.onerror = () => reject(new Error('the recording cannot be read'));
            }),
        ),
      ),
    );
    for (const duration of durations) expect(duration).toBeCloseTo(1 / 16_000, 6);
    expect(problems).toEqual([]);
    await page.close();
  });
});
