import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeWav } from '@ser/audio';
import { syntheticCorpus } from '@ser/datasets';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusal, type Outcome, runSer, startSer } from './command.fixture.js';

const COMMANDS = [
  'demo',
  'train',
  'evaluate',
  'select',
  'compare',
  'report',
  'robustness',
  'predict',
  'batch',
  'worker',
  'enroll',
  'serve',
  'live',
  'mcp',
  'show',
  'features',
  'complete',
  'doctor',
];
const GROUPS = {
  model: ['info', 'export', 'import', 'quantize', 'ensemble'],
  data: ['list', 'info', 'download', 'verify', 'import'],
};

let folder: string;
let model: string;
let clip: string;

const ser = (...args: string[]): Promise<Outcome> => runSer(folder, args);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ser-cli-'));
  model = join(folder, 'models/cnn');
  clip = join(folder, 'clip.wav');
  const corpus = syntheticCorpus();
  writeFileSync(clip, encodeWav(await corpus.read(corpus.utterances[0]!)));
  const trained = await ser('train', '--model', 'cnn', '--epochs', '1', '--quiet', '--out', model);
  expect(trained).toMatchObject({ code: 0 });
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('help', () => {
  it('explains itself to a newcomer', async () => {
    for (const args of [[], ['--help'], ['help']]) {
      const { code, stdout } = await ser(...args);
      expect(code).toBe(0);
      for (const word of [...COMMANDS, ...Object.keys(GROUPS), 'Examples:', 'Exit codes:'])
        expect(stdout).toContain(word);
    }
  });

  it.each([
    ...COMMANDS.map((command) => [command]),
    ...Object.entries(GROUPS).flatMap(([group, commands]) => commands.map((command) => [group, command])),
  ])('explains %s %s in 80 columns', async (...words) => {
    const command = words.filter((word) => word !== undefined);
    const { code, stdout } = await ser(...command, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: ser ${command.join(' ')} [options]`);
    expect(stdout).toContain('Options:');
    expect(stdout).not.toContain('\u001b');
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it.each(Object.entries(GROUPS))('lists the commands of %s', async (group, commands) => {
    for (const args of [[group], [group, '--help']]) {
      const { code, stdout } = await ser(...args);
      expect(code).toBe(0);
      for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    }
  });

  it('prints its version', async () => {
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
    expect(await ser('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('a process of its own', () => {
  const start = (...args: string[]): Promise<Outcome> => startSer(folder, args).outcome;

  it('prints what the same command prints here', async () => {
    expect(await start()).toEqual(await ser());
    expect(await start('recognize')).toEqual(await ser('recognize'));
  });

  it('ends by itself, with exit code 1 after an error', async () => {
    const args = ['predict', '--model', model, 'missing.wav', clip];
    const outcome = await start(...args);
    expect(outcome).toMatchObject({ code: 1, stdout: expect.stringMatching(/clip\.wav +[a-z]+ /) });
    expect(outcome).toEqual(await ser(...args));
  });
});

describe('wrong commands', () => {
  it('names an unknown command, lists the ones there are and suggests the nearest', async () => {
    expectRefusal(await ser('recognize'), /the command after ser must be one of predict, train, .*, got "recognize"/);
    expectRefusal(await ser('evalute'), /got "evalute"\n {5}Did you mean evaluate\?/);
    expectRefusal(await ser('data', 'lst'), /must be one of list, info, .*, got "lst"\n {5}Did you mean list\?/);
    expectRefusal(await ser('toString'), /got "toString"/);
  });

  it.each([
    ['sweep', 'select'],
    ['search', 'select --nested'],
    ['combine', 'compare --combine'],
    ['ensemble', 'model ensemble'],
    ['export', 'model export'],
    ['import', 'model import'],
    ['info', 'model info'],
  ])('says that ser %s is now ser %s', async (old, now) => {
    const { code, stderr } = await ser(old, '--help');
    expect(stderr).toBe(`ser: ser ${old} is now ser ${now}\n     See ser ${now} --help.\n`);
    expect(code).toBe(1);
  });

  it.each([
    ['evaluate', '--normalization=enrolled', '--speaker-adaptation'],
    ['train', '--normalization', '--speaker-adaptation'],
    ['compare', '--across-normalizations', '--across-adaptations'],
  ])('says that the option of ser %s %s is now %s', async (command, former, option) => {
    const { code, stderr } = await ser(command, former);
    expect(stderr).toBe(
      `ser: ser ${command}: ${former.split('=')[0]} is now ${option}\n     See ser ${command} --help.\n`,
    );
    expect(code).toBe(1);
  });

  it('names an unknown option and suggests the nearest', async () => {
    expectRefusal(
      await ser('predict', '--modell', 'x', clip),
      /ser predict: unknown option '--modell'\n {5}Did you mean --model\?/,
    );
  });

  it('refuses words without an option, and suggests the option', async () => {
    const refused = async (line: string, hint: string): Promise<void> => {
      const outcome = await ser(...line.split(' '));
      expectRefusal(outcome, /too many arguments/);
      expect(outcome.stderr).toContain(`\n     ${hint}\n`);
    };
    await refused('evaluate emodb', 'Did you mean --corpus emodb?');
    await refused('select x.json --vary model.units=1,2', 'Did you mean --config x.json?');
    await refused('evaluate cnn.ts', 'Did you mean --config cnn.ts?');
    await refused('demo --quiet now', 'See ser demo --help.');
    await refused('data list all', 'See ser data list --help.');
    expectRefusal(await ser('compare', 'a', 'b', 'c'), /ser compare compares two runs, got 3\n.*--combine/);
    expect(readdirSync(folder)).not.toContain('results');
  });

  it('refuses options that exclude each other', async () => {
    expectRefusal(
      await ser('evaluate', '--seed', '1', '--seeds', '1,2'),
      /'--seeds <n,n>' cannot be used with .*'--seed/,
    );
  });

  it('refuses a folder of a corpus that has none', async () => {
    expectRefusal(
      await ser('train', '--data', '/nonexistent', '--out', 'x'),
      /--data \/nonexistent is for a corpus of recordings, not for synthetic\n.*--corpus/,
    );
    expect(readdirSync(folder)).not.toContain('x');
    // Beside others it needs no folder.
    expectRefusal(await ser('evaluate', '--corpus', 'synthetic,emodb', '--data', 'no'), /no\/emodb/);
  });

  it('names what is missing', async () => {
    expectRefusal(await ser('predict', '--model', model), /missing required argument 'recordings'/);
    expectRefusal(await ser('train'), /--out/);
  });

  it('refuses values that make no sense', async () => {
    expectRefusal(await ser('train', '--out', 'x', '--epochs', 'many'), /--epochs must be a whole number/);
    expectRefusal(
      await ser('train', '--out', 'x', '--model', 'gpt'),
      /--model must be one of cnn, .*lstm.*, got "gpt"/,
    );
    expectRefusal(await ser('evaluate', '--corpus', 'imdb'), /corpus must be one of .*emodb.*"imdb"/);
    expectRefusal(await ser('evaluate', '--protocol', 'emobox-6', '--model', 'cnn'), /emobox-6/);
  });
});

describe('predict', () => {
  it('ranks the labels', async () => {
    const { code, stdout, stderr } = await ser('predict', '--model', model, clip);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/clip\.wav: [a-z]+ \(\d+\.\d %\)/);
    const percents = [...stdout.matchAll(/ {2}(\d+\.\d) %/g)].map(([, text]) => Number(text));
    expect(percents).toEqual([...percents].sort((a, b) => b - a));
    expect(percents.reduce((a, b) => a + b, 0)).toBeCloseTo(100, 0);
  });

  it('prints JSON lines for programs', async () => {
    const { stdout } = await ser('predict', '--json', '--model', model, clip, clip);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({ file: clip, label: expect.any(String), confidence: expect.any(Number) });
    expect(lines[1]).toEqual(lines[0]);
  });

  describe('a recording longer than 30 s', () => {
    let long: string;

    beforeAll(async () => {
      const corpus = syntheticCorpus();
      const clips = await Promise.all(corpus.utterances.slice(0, 16).map((utterance) => corpus.read(utterance)));
      const sampleRate = clips[0]!.sampleRate;
      const samples = new Float32Array(40 * sampleRate);
      for (const [i, { samples: voice }] of clips.entries())
        samples.set(voice.subarray(0, 1.5 * sampleRate), i * 2.5 * sampleRate);
      long = join(folder, 'long.wav');
      writeFileSync(long, encodeWav({ samples, sampleRate }));
    });

    it('has a line for each spoken segment, and progress on standard error', async () => {
      const { code, stdout, stderr } = await ser('predict', '--model', model, long);
      expect(code).toBe(0);
      const [head, name, ...lines] = stdout.trimEnd().split('\n');
      expect(head).toMatch(/^recording +emotion +confidence {2}then$/);
      expect(name).toBe(long);
      expect(lines.length).toBeGreaterThan(10);
      for (const line of lines)
        expect(line).toMatch(/^ {2}0:\d\d\.\d – 0:\d\d\.\d +([a-z]+ +\d+\.\d % .+|uncertain: .+)$/);
      expect(stderr).toMatch(/^ {2}minutes of sound .*\/0\.7/);
    });

    it('is an object for each segment in JSON, with start and end', async () => {
      const { stdout } = await ser('predict', '--json', '--model', model, long, clip);
      const lines = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(lines.at(-1)).toMatchObject({ file: clip });
      expect(lines.at(-1)).not.toHaveProperty('start');
      const starts = lines.slice(0, -1).map(({ file, start, end, label }) => {
        expect(file).toBe(long);
        expect(end).toBeGreaterThan(start);
        expect(label).toMatch(/^[a-z]+$/);
        return start;
      });
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
    });
  });

  it('continues after a file that cannot be read, and says so by its exit code', async () => {
    const { code, stdout, stderr } = await ser('predict', '--model', model, 'missing.wav', clip);
    expect(code).toBe(1);
    expect(stderr).toMatch(/missing\.wav/);
    expect(stdout).toMatch(/clip\.wav/);
  });
});

describe('bad input', () => {
  const file = (name: string, bytes: Uint8Array | string): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  const predict = (path: string): Promise<Outcome> => ser('predict', '--model', model, path);

  it('missing file', async () => {
    expectRefusal(await predict('nowhere.wav'), /nowhere\.wav/);
  });

  it('a folder without recordings', async () => {
    await mkdir(join(folder, 'hollow-clips'));
    expectRefusal(await predict('hollow-clips'), /there is no recording in hollow-clips/);
  });

  it('empty file', async () => {
    expectRefusal(await predict(file('empty.wav', '')), /empty\.wav.*empty/);
  });

  it('text renamed .wav', async () => {
    expectRefusal(await predict(file('text.wav', 'dear diary, today I shouted a lot\n'.repeat(20))), /text\.wav/);
  });

  it('truncated WAV', async () => {
    const bytes = await readFile(clip);
    expectRefusal(await predict(file('cut.wav', bytes.subarray(0, bytes.length / 2))), /cut\.wav.*truncated/i);
  });

  it('zero-length audio', async () => {
    const header = (await readFile(clip)).subarray(0, 44);
    header.writeUInt32LE(36, 4);
    header.writeUInt32LE(0, 40);
    expectRefusal(await predict(file('zero.wav', header)), /zero\.wav/);
  });

  it('NaN samples', async () => {
    const samples = new Float32Array(16000).fill(0.1);
    samples[777] = Number.NaN;
    // The writer refuses NaN as well, so the value is put into the bytes of a good file.
    const bytes = encodeWav({ samples: new Float32Array(16000).fill(0.1), sampleRate: 16000 }, { format: 'float32' });
    new DataView(bytes.buffer, bytes.byteOffset).setFloat32(bytes.length - 4 * (16000 - 777), Number.NaN, true);
    expectRefusal(await predict(file('nan.wav', bytes)), /nan\.wav.*777/);
  });

  it('unknown corpus folder, and one with no clips', async () => {
    expectRefusal(await ser('evaluate', '--corpus', 'emodb', '--data', 'no/such/folder'), /no\/such\/folder/);
    await mkdir(join(folder, 'hollow'), { recursive: true });
    expectRefusal(await ser('evaluate', '--corpus', 'emodb', '--data', 'hollow'), /hollow/);
    expectRefusal(await ser('train', '--corpus', 'ravdess', '--data', 'hollow', '--out', 'models/none'), /hollow/);
    expect(readdirSync(join(folder, 'models'))).toEqual(['cnn']);
    expect(readdirSync(folder)).not.toContain('results');
  });

  it('a model folder with a missing shard, a broken model.json, or nothing in it', async () => {
    const shard = readdirSync(model).find((name) => name.endsWith('.bin')) as string;
    await cp(model, join(folder, 'no-shard'), { recursive: true });
    rmSync(join(folder, 'no-shard', shard));
    expectRefusal(await ser('predict', '--model', 'no-shard', clip), new RegExp(shard.replaceAll('.', '\\.')));
    await cp(model, join(folder, 'broken'), { recursive: true });
    await writeFile(join(folder, 'broken', 'model.json'), '{"modelTopology":');
    expectRefusal(await ser('predict', '--model', 'broken', clip), /model\.json/);
    await mkdir(join(folder, 'bare'));
    expectRefusal(await ser('predict', '--model', 'bare', clip), /model\.json/);
  });
});

describe('model info', () => {
  it('prints the card as text, Markdown or a page, all with the same facts', async () => {
    const { stdout: text } = await ser('model', 'info');
    const { stdout: markdown } = await ser('model', 'info', '--card', 'md');
    const { stdout: page } = await ser('model', 'info', '--card', 'html');
    expect(text).toMatch(/^open\n/);
    expect(markdown).toMatch(/^# Model card: open\n/);
    expect(page).toMatch(/^<!doctype html>\n/);
    const [, parameters] = /, (\d+ parameters)/.exec(text)!;
    for (const card of [markdown, page]) expect(card).toContain(parameters);
    expectRefusal(await ser('model', 'info', '--card', 'pdf'), /Allowed choices are md, html/);
    expectRefusal(await ser('model', 'info', '--card', 'md', '--json'), /cannot be used with/);
  });
});
