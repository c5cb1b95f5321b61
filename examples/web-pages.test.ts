import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeWav } from '@ser/audio';
import { syntheticCorpus } from '@ser/datasets';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { loadRecognizer } from 'ser';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, listeningOptions } from '../tests/shared/chromium.js';

const web = fileURLToPath(new URL('web/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ser-pages-'));
const clip = join(folder, 'clip.wav');
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

describe.skipIf(!hasChromium)('pages, built by Vite and opened in headless Chromium', () => {
  let context: BrowserContext;
  let expected: string;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost');
    const file = join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.setHeader('content-type', TYPES[extname(file)] ?? 'text/plain').end(readFileSync(file));
  });

  beforeAll(async () => {
    const corpus = syntheticCorpus();
    const audio = await corpus.read(corpus.utterances.find(({ emotion }) => emotion === 'angry')!);
    writeFileSync(clip, new Uint8Array(encodeWav(audio)));
    const recognizer = await loadRecognizer();
    const { label, confidence } = await recognizer.predict(clip);
    await recognizer.dispose();
    expected = `${label}, ${Math.round(100 * confidence)} %`;
    for (const name of ['plain', 'microphone', 'react'])
      await build({
        ...{ root: join(web, name), base: './', configFile: false, logLevel: 'error' },
        build: { outDir: join(folder, name), emptyOutDir: true, chunkSizeWarningLimit: 10_000 },
      });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    context = await chromium.launchPersistentContext(join(folder, 'profile'), listeningOptions(clip));
  });
  afterAll(async () => {
    await context?.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(name: string): Promise<{ page: Page; problems: string[] }> {
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('request', (request) => {
      if (!/^(http:\/\/127\.0\.0\.1:|blob:|data:)/.test(request.url())) problems.push(request.url());
    });
    const { port } = server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/${name}/`);
    return { page, problems };
  }

  it.each(['plain', 'react'])('%s recognizes a file, and says what is wrong with another', async (name) => {
    const { page, problems } = await open(name);
    const status = page.getByRole('status');
    await status.getByText('Choose a recording.').waitFor();
    await page.getByLabel('Recording').setInputFiles(clip);
    await status.getByText(' %').waitFor();
    expect(await status.textContent()).toContain(expected);
    const nonsense = { name: 'a.wav', mimeType: 'audio/wav', buffer: Buffer.from('no sound') };
    await page.getByLabel('Recording').setInputFiles(nonsense);
    await status.getByText('audio').waitFor();
    expect(problems).toEqual([]);
    await page.close();
  });

  it('microphone listens until it is stopped, and lists what was said', async () => {
    const { page, problems } = await open('microphone');
    const status = page.getByRole('status');
    await page.getByRole('button', { name: 'Start' }).click();
    await status.getByText(' %').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await status.getByText('Stopped.').waitFor();
    expect(await page.getByRole('listitem').first().textContent()).toMatch(/^\d+\.\d – \d+\.\d s: \w+ \d+ %$/);
    await page.getByRole('button', { name: 'Start' }).waitFor();
    expect(problems).toEqual([]);
    await page.close();
  });
});
