import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { expectRefusal, type Outcome, runSer } from './command.fixture.js';

const cases = process.env.SER_CASES_DIR ?? fileURLToPath(new URL('../../../../shared/cases', import.meta.url));
const missing = !existsSync(cases);
if (missing) console.info(`skipped: odd recordings and tables, as there is no folder ${cases} (set SER_CASES_DIR)`);

const folder = mkdtempSync(join(tmpdir(), 'ser-cases-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(cases, name);
const ser = (...args: string[]): Promise<Outcome> => runSer(folder, args);
const train = (corpus: string, out: string, ...args: string[]): Promise<Outcome> =>
  ser('train', '--corpus', corpus, ...args, '--epochs', '1', '--holdout', '0', '--no-cache', '--quiet', '--out', out);

describe.skipIf(missing)('recordings that real programs left', () => {
  const predicted = async (name: string, ...args: string[]) => {
    const { code, stdout, stderr } = await ser('predict', '--json', at(name), ...args);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return { ...JSON.parse(stdout), stderr };
  };

  it.each([
    'blockalign-0-mono16.wav',
    'blockalign-1-mono16.wav',
    'datasize-plus44.wav',
    'streamed-2000000000.wav',
    'unfinalised-riff4088-data0.wav',
    'mp3-junk-after-id3.mp3',
  ])('%s has the answer of the sound that it holds, and a note', async (name) => {
    const { label, confidence, notes, stderr } = await predicted(name);
    const whole = await predicted('id3-in-front.wav');
    expect(label).toBe(whole.label);
    expect(confidence).toBeCloseTo(whole.confidence, 1);
    expect(notes).toHaveLength(1);
    expect(stderr).toContain(`Note: ${at(name)}: ${notes[0]}\n`);
  });

  it('answers for all packets of Opus where the positions of the pages are wrong', async () => {
    const { probabilities } = await predicted('opus-granule-third.ogg');
    expect(probabilities).toEqual((await predicted('opus-granule-right-for-comparison.ogg')).probabilities);
  });

  it('says how a channel is taken where two cancel each other', async () => {
    const refused = await ser('predict', at('antiphase-exact.wav'));
    expectRefusal(refused, /channels that cancel each other.*\n.*--channel 0/);
    expect((await predicted('antiphase-exact.wav', '--channel', '0')).label).toBe(
      (await predicted('id3-in-front.wav')).label,
    );
  });

  it.each(['dc-2s.wav', 'short-1ms.wav'])('%s is no speech', async (name) => {
    expect((await predicted(name)).uncertain).toMatchObject({ reason: 'no-speech' });
  });
});

describe.skipIf(missing)('tables that real people have', () => {
  it.each(['end-rounded-ms', 'nfc-path', 'decimal-comma', '東京', '大阪'])('%s.csv trains', async (name) => {
    expect(await train(at(`tables/${name}.csv`), name)).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(readFileSync(join(folder, name, 'experiment.json'), 'utf8')).corpus).toBe(
      at(`tables/${name}.csv`),
    );
  });

  it('trains without a recording that cannot be used, and says which', async () => {
    const { code, stdout, stderr } = await ser(
      ...['train', '--corpus', at('tables/bad-clip.csv'), '--epochs', '1', '--no-cache', '--out', 'bad-clip'],
    );
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Trained cnn on 12 utterances'),
    });
    expect(stderr).toMatch(/Left out 1 recording that cannot be used.*\n.*rec\/bad\.wav: /);
    expectRefusal(await train(at('tables/bad-clip.csv'), 'strict', '--strict'), /rec\/bad\.wav/);
  });

  it('trains on CREMA-D with its silent clip left out', async () => {
    const { code, stdout } = await train('crema-d', 'crema-d', '--data', at('crema-d'));
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Trained cnn on 12 utterances'),
    });
  });

  it('names the columns it looks for, and takes others', async () => {
    const table = at('tables/filename-label.csv');
    expectRefusal(await train(table, 'columns'), /no column path .*filename, label.*\n.*path=filename,emotion=label/);
  });

  it('refuses one emotion once, before it reads recordings', async () => {
    const { code, stderr } = await ser('train', '--corpus', at('tables/one-class.csv'), '--out', 'one');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'ser: one-class: all utterances have the emotion sad: recognition needs two or more\n',
    });
  });

  it('says what cannot be measured where one speaker alone shows an emotion', async () => {
    const { code, stdout } = await ser(
      ...['evaluate', '--corpus', at('tables/sad-by-one-speaker.csv'), '--protocol', 'loso'],
      ...['--epochs', '1', '--no-cache', '--quiet', '--out', 'sad'],
    );
    expect(code).toBe(0);
    expect(stdout).toContain('only speaker 03 shows sad: whether it is recognized in other people cannot be measured');
    expect(readFileSync(join(folder, 'sad/metrics.json'), 'utf8')).toContain('only speaker 03 shows sad');
  });

  it('refuses words from outside that are no gender', async () => {
    const table = at('hostile/gender-constructor.csv');
    expectRefusal(await train(table, 'gender'), /line 2: gender must be .*, got "constructor"/);
  });
});

describe.skipIf(missing)('files made to do harm', () => {
  it.each([
    ['dc-5h-1000Hz.flac', /lasts 18022\.40 s; at most 3600 s are decoded/],
    ['infinite.flac', /is damaged at 0\.00 s/],
    ['rate-262143.wav', /a sample rate of 262143 Hz; 1000 to 192000 Hz are possible/],
  ])('%s is refused in words', async (name, words) => {
    expectRefusal(await ser('predict', '--max-seconds', '3600', at(`hostile/${name}`)), words);
  });

  it.each([
    ['model-deep', /nested deeper than 64 levels/],
    ['model-endless', /the input of layer conv_1 is the output of features with 2 calls, which does not exist/],
    ['model-endless-2', /the input of layer gru_1 is the output of features, which does not exist/],
    ['model-linear', /are not probabilities/],
    ['model-nmels-1e7', /nMels of the front end must be at most 1024, got 10000000/],
    ['model-shards-10000', /a list of at most 1024 files/],
  ])('the model %s is refused in words', async (name, words) => {
    expectRefusal(await ser('predict', '--model', at(`hostile/${name}`), at('id3-in-front.wav')), words);
  });
});
