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
  'sweep',
  'search',
  'compare',
  'combine',
  'robustness',
  'predict',
  'enroll',
  'ensemble',
  'export',
  'import',
  'info',
];

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
      for (const word of [...COMMANDS, 'EXAMPLES']) expect(stdout).toContain(word);
    }
  });

  it.each(COMMANDS)('explains %s', async (command) => {
    const { code, stdout } = await ser(command, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain(`ser ${command}`);
    expect(stdout).toContain('OPTIONS');
    expect(stdout).not.toContain('\u001b');
  });

  it('says of threads what is true of a command', async () => {
    expect((await ser('evaluate', '--help')).stdout).toMatch(
      /--threads=<n> +how much is done at once \(default: all cores\) *\n/,
    );
    expect((await ser('train', '--help')).stdout).toMatch(
      /--threads=<n> .*; training uses n \(default: 1\) if training\.shards > 1 *\n/,
    );
  });

  it('tells its version', async () => {
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
    expect(outcome).toMatchObject({ code: 1, stdout: expect.stringMatching(/clip\.wav: [a-z]+ /) });
    expect(outcome).toEqual(await ser(...args));
  });
});

describe('wrong commands', () => {
  it('names an unknown command and lists the ones there are', async () => {
    expectRefusal(await ser('recognize'), /there is no command "recognize"\n.*demo, train, evaluate, sweep,/);
  });

  it('names an unknown option', async () => {
    expectRefusal(await ser('predict', '--modell', 'x', clip), /ser predict has no option --modell\n.*--model/);
  });

  it('refuses what stands without its option, and says which is meant', async () => {
    const refused = async (line: string, message: string, hint: string): Promise<void> => {
      const outcome = await ser(...line.split(' '));
      expectRefusal(outcome, /^ser: /);
      expect(outcome.stderr).toBe(`ser: ${message}\n     ${hint}\n`);
    };
    await refused('evaluate emodb', 'ser evaluate takes options alone, got "emodb"', 'Did you mean --corpus emodb?');
    await refused('train lstm --out x', 'ser train takes options alone, got "lstm"', 'Did you mean --model lstm?');
    await refused(
      'search x.json --vary model.units=1,2',
      'ser search takes options alone, got "x.json"',
      'Did you mean --config x.json?',
    );
    await refused('evaluate cnn.ts', 'ser evaluate takes options alone, got "cnn.ts"', 'Did you mean --config cnn.ts?');
    await refused(
      'info models/cnn',
      'ser info takes options alone, got "models/cnn"',
      'Did you mean --model models/cnn?',
    );
    await refused(
      'export --to onnx foo --out x.onnx',
      'ser export takes options alone, got "foo"',
      'Did you mean --model foo?',
    );
    await refused('compare a b c', 'ser compare takes A and B alone, got "c"', 'See ser compare --help.');
    await refused('demo --quiet now', 'ser demo takes options alone, got "now"', 'See ser demo --help.');
    await refused(
      'data info emodb,own.csv',
      'ser data info takes options alone, got "emodb,own.csv"',
      'Did you mean --corpus emodb,own.csv?',
    );
    await refused('data list all', 'ser data list takes options alone, got "all"', 'See ser data list --help.');
    expect(readdirSync(folder)).not.toContain('results');
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
    expectRefusal(await ser('predict', '--model', model), /FILE/);
    expectRefusal(await ser('train'), /--out/);
  });

  it('refuses values that make no sense', async () => {
    expectRefusal(await ser('train', '--out', 'x', '--epochs', 'many'), /--epochs must be a whole number/);
    expectRefusal(
      await ser('train', '--out', 'x', '--model', 'gpt'),
      /--model must be one of cnn, .*lstm.*, got "gpt"/,
    );
    expectRefusal(await ser('evaluate', '--corpus', 'imdb'), /"imdb".*\n?.*emodb/);
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

  it('goes on after a file that cannot be read, and says so by its exit code', async () => {
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

  it('a folder in place of a file', async () => {
    expectRefusal(await predict(folder), /folder|directory/);
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
