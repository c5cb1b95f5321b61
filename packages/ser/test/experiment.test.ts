import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readAudio } from '@ser/audio/node';
import { parseExperiment } from '@ser/experiments';
import { importSerModel } from '@ser/interchange';
import { SerEnsemble, SerModel, startBackend } from '@ser/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusal, type Outcome, type RunningCommand, runSer, startSer, weightsIn } from './command.fixture.js';
import { DESCRIPTION, writeCorpus } from './corpus.fixture.js';

let folder: string;
const at = (...path: string[]): string => join(folder, ...path);
const start = (...args: string[]): RunningCommand => startSer(folder, args);
const ser = (...args: string[]): Promise<Outcome> => runSer(folder, args);
const json = (...path: string[]): Record<string, unknown> => JSON.parse(readFileSync(at(...path), 'utf8'));
const linesOf = ({ stdout }: Outcome): Record<string, unknown>[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

beforeAll(async () => {
  await startBackend();
  folder = mkdtempSync(join(tmpdir(), 'ser-experiment-'));
  writeCorpus(folder);
  const trained = await ser('train', '--config', 'x.json', '--set', 'model.denseUnits=8', '--out', 'model', '--quiet');
  expect(trained).toMatchObject({ code: 0, stderr: '' });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('train', () => {
  it('keeps the complete experiment beside the model, so that it can be repeated', async () => {
    const described = parseExperiment({ ...DESCRIPTION, model: { ...DESCRIPTION.model, denseUnits: 8 } });
    // With fewer than five speakers, none is held out.
    const training = { ...described.training, heldOutSpeakers: 0 };
    expect(json('model', 'experiment.json')).toEqual({ ...described, training });
    expect(existsSync(at('model.checkpoint'))).toBe(false);
    await ser('train', '--config', 'model/experiment.json', '--out', 'again', '--quiet');
    expect(weightsIn(at('again'))).toEqual(weightsIn(at('model')));
  });

  it('overrides fields by short options and --set, and tells programs of it in JSON lines', async () => {
    const outcome = await ser(
      ...[
        'train',
        '--config',
        'x.json',
        '--epochs',
        '3',
        '--seed=5',
        '--set',
        'model.filters=[2]',
        '--set=training.clipNorm=null',
      ],
      ...['--leave-out', 'ben,dan', '--json-lines', '--out', 'other'],
    );
    expect(outcome.stderr).toBe('');
    const { training, model, seed } = json('other', 'experiment.json') as unknown as ReturnType<typeof parseExperiment>;
    expect({ model, seed, epochs: training.epochs }).toEqual({
      model: { kind: 'cnn', filters: [2] },
      seed: 5,
      epochs: 3,
    });
    expect(training).not.toHaveProperty('clipNorm');
    const lines = linesOf(outcome);
    const last = lines.pop();
    expect(last).toMatchObject({ event: 'result', out: 'other', model: 'cnn', utterances: 8 });
    expect(lines.every(({ event }) => event === 'progress')).toBe(true);
    expect(lines.at(-1)).toMatchObject({ done: 3, total: 3, metrics: { loss: expect.any(Number) } });
    expect(lines.some(({ metrics }) => Object.keys(metrics ?? {}).includes('step'))).toBe(true);
  });

  it('holds out a tenth of five speakers or more, draws their curve, and says what they show', async () => {
    const train = ['train', '--model', 'baseline', '--epochs', '2', '--quiet', '--no-cache', '--out'];
    const { stdout } = await ser(...train, 'held-out');
    expect(stdout).toMatch(/\nUAR on speaker \w+, held out: \d+\.\d %\. It chose the model's calibration/);
    expect(json('held-out', 'experiment.json')).toMatchObject({ training: { heldOutSpeakers: 1 } });
    expect(readFileSync(at('held-out/training.svg'), 'utf8')).toMatch(/^<svg[\s\S]*held-out/);
    expect(await ser(...train, 'all', '--holdout', '0')).toMatchObject({
      code: 0,
      stdout: expect.not.stringContaining('held out'),
    });
    expect(json('all', 'experiment.json')).toMatchObject({ training: { heldOutSpeakers: 0 } });
    expectRefusal(await ser(...train, 'never', '--holdout', '99'), /heldOutSpeakers must be an integer from 0 to \d+/);
  });

  it('says where there is nothing to resume', async () => {
    const fresh = ['train', '--config', 'x.json', '--epochs', '1', '--resume', '--out', 'fresh'];
    const { code, stderr } = await ser(...fresh);
    expect(code).toBe(0);
    expect(stderr).toContain('Nothing to resume: there is no fresh.checkpoint. The run starts from the beginning.\n');
    expectRefusal(await ser(...fresh), /fresh holds a finished run: there is nothing to resume/);
    const again = ['train', '--config', 'x.json', '--epochs', '1', '--quiet', '--out', 'fresh'];
    expectRefusal(await ser(...again), /--out fresh holds a finished result \(model\.json\)\n.*--force/);
    expect((await ser(...again, '--force')).code).toBe(0);
    const [note] = linesOf(await ser(...fresh.slice(0, -1), 'other-fresh', '--json-lines'));
    expect(note).toMatchObject({ event: 'note', resumed: false, missing: 'other-fresh.checkpoint' });
  });

  it('goes on after Ctrl-C and after a kill, to the same weights as without', async () => {
    const command = ['train', '--config', 'x.json', '--epochs', '60', '--quiet', '--out'];
    const state = (): string => {
      const path = at('stopped.checkpoint/model/state.json');
      return existsSync(path) ? readFileSync(path, 'utf8') : '';
    };
    /** Sends a signal once the run has come further than it had. */
    const stopped = async (running: RunningCommand, signal: NodeJS.Signals): Promise<Outcome> => {
      const before = state();
      const poll = setInterval(() => {
        if (state() === before) return;
        clearInterval(poll);
        running.child.kill(signal);
      }, 20);
      return running.outcome.finally(() => clearInterval(poll));
    };
    const interrupted = await stopped(start(...command, 'stopped'), 'SIGINT');
    expect(interrupted.code).toBe(130);
    expect(interrupted.stderr).toMatch(
      /^ser: training was stopped after epoch \d+\n {5}Saved in stopped\.checkpoint\. Add --resume .*\n$/,
    );
    expect(existsSync(at('stopped'))).toBe(false);

    expectRefusal(await ser(...command, 'stopped'), /stopped\.checkpoint holds an interrupted run\n.*--resume/);
    expectRefusal(
      await ser(...command, 'stopped', '--resume', '--seed', '9'),
      /stopped\.checkpoint holds a run with another config: experiment\.seed is 0 there, 9 here/,
    );

    const killed = await stopped(start(...command, 'stopped', '--resume'), 'SIGKILL');
    expect(killed.code).not.toBe(0);
    expect(await ser(...command, 'stopped', '--resume')).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(at('stopped.checkpoint'))).toBe(false);
    await ser(...command, 'whole');
    expect(weightsIn(at('stopped'))).toEqual(weightsIn(at('whole')));
  });
});

describe('evaluate and compare', () => {
  it('judges an experiment, and sets two beside each other', async () => {
    // A process of its own: with workers, which must not keep it from ending.
    const a = await start('evaluate', '--config', 'x.json', '--out', 'a', '--json-lines', '--threads', '2').outcome;
    expect(linesOf(a).at(-1)).toMatchObject({
      event: 'result',
      protocol: 'loso',
      partial: false,
      metrics: { utterances: 16 },
    });
    const b = await ser(
      'evaluate',
      '--config',
      'x.json',
      '--set',
      'training.epochs=1',
      '--quiet',
      '--out',
      'b',
      '--threads=1',
    );
    expect(b.stdout).toContain('cnn on own, protocol loso: 16 utterances of 4 unseen speakers');
    expect(json('b', 'config.json')).toMatchObject({ partial: false, training: { epochs: 1 } });
    expect(json('b', 'experiment.json')).toMatchObject({ protocol: 'loso', training: { epochs: 1 } });
    expect(json('b', 'config.json')).toMatchObject({ environment: { tfjs: expect.stringMatching(/^4\./) } });
    // Earlier results do not say it.
    const { tfjs: _, ...environment } = json('b', 'config.json').environment as Record<string, string>;
    writeFileSync(at('b/config.json'), JSON.stringify({ ...json('b', 'config.json'), environment }));
    const { stdout, code } = await ser('compare', 'a', 'b');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^own, protocol loso: 16 utterances of 4 speakers\nA {2}a {2}UAR [\d.]+ %\nB {2}b {2}UAR /);
    expect(stdout).toMatch(/\nB − A: [+−][\d.]+ points of UAR/);
    expect(stdout).toContain('McNemar');
    const [same] = linesOf(await ser('compare', 'a', 'a', '--json-lines'));
    expect(same).toMatchObject({ uarDifference: 0, ci95: [0, 0], mcNemar: { onlyA: 0, onlyB: 0, pValue: 1 } });
    expectRefusal(await ser('compare', 'a', 'model'), /model.(config|metrics)\.json is missing/);

    const combined = await ser('compare', 'a', 'b', '--combine', 'ab');
    expect(combined).toMatchObject({ code: 0, stderr: '' });
    expect(combined.stdout).toContain('ensemble on own, protocol loso: 16 utterances of 4 unseen speakers');
    expect(readFileSync(at('ab', 'confusion-matrix.svg'), 'utf8')).toMatch(/^<svg /);
    expect(json('ab', 'config.json')).toMatchObject({
      members: [{ training: { epochs: 2 } }, { training: { epochs: 1 } }],
    });
    expect(json('ab', 'metrics.json')).toMatchObject({ model: 'ensemble', utterances: 16 });
    expectRefusal(await ser('compare', 'a', '--combine', 'ab'), /runs must be two or more, got 1/);
  });

  it('keeps the experiment that ran, whatever it was overridden by', async () => {
    const args = ['--config', 'x.json', '--set', 'training.epochs=1', '--epochs', '3', '--threads', '1', '--quiet'];
    expect((await ser('evaluate', ...args, '--set=candidates=5', '--out', 'longer')).code).toBe(0);
    const { training, candidates } = json('longer', 'config.json');
    expect(training).toMatchObject({ epochs: 3 });
    expect(candidates).toBe(5);
    expect(json('longer', 'experiment.json')).toMatchObject({ training, candidates });
  });

  it('calls a result with fewer epochs or folds a quick look', async () => {
    const outcome = await ser(
      'evaluate',
      '--config',
      'x.json',
      '--epochs',
      '1',
      '--folds',
      '1',
      '--quiet',
      '--out',
      'quick',
    );
    expect(outcome.code).toBe(0);
    expect(json('quick', 'config.json')).toMatchObject({ partial: true, folds: 1, training: { epochs: 1 } });
    expect(json('quick', 'experiment.json')).toMatchObject({ training: { epochs: 1 } });
  });
});

describe('fine-tuning', () => {
  it('begins with a model of another corpus, and says so', async () => {
    await cp(at('own.csv'), at('new.csv'));
    const args = ['--config', 'x.json', '--set', 'model.denseUnits=8', '--initial', 'model', '--quiet'];
    const tuned = await ser('train', ...args, '--corpus', 'new.csv', '--out', 'tuned');
    expect(tuned).toMatchObject({ code: 0, stderr: '' });
    const { card } = await SerModel.load(at('tuned'));
    expect(card).toMatchObject({ name: 'new-cnn', corpora: ['own', 'new'], notes: ['Fine-tuned from own-cnn.'] });

    const quick = ['--folds', '1', '--epochs', '1', '--threads', '1'];
    const judged = await ser('evaluate', '--config', 'tuned/experiment.json', ...quick, '--quiet', '--out', 'judged');
    expect(judged.stdout).toContain('cnn, fine-tuned from own-cnn on new, protocol loso');
    expect(json('judged', 'config.json')).toMatchObject({ initial: { name: 'own-cnn', corpora: ['own'] } });
    expect(json('judged', 'experiment.json')).toMatchObject({ initial: 'model' });
    expectRefusal(
      await ser('evaluate', ...args, ...quick, '--out', 'never'),
      /the initial model own-cnn was trained on own, perhaps on test speakers\n/,
    );
  });
});

it('measures robustness on speakers the model has not met', async () => {
  const args = ['--model', 'other', '--corpus', 'own.csv', '--condition', 'white=20,0', '--condition', 'telephone'];
  const { code, stdout } = await ser('robustness', ...args, '--speakers', 'ben,dan', '--quiet', '--out', 'robust');
  expect(code).toBe(0);
  expect(stdout).not.toContain('too good');
  expect((await readdir(at('robust'))).sort()).toEqual([
    'robustness.csv',
    'robustness.json',
    'telephone.svg',
    'white.svg',
  ]);
  const table = readFileSync(at('robust/robustness.csv'), 'utf8').trim().split('\n');
  expect(table[0]).toBe('condition,value,uar,war,n');
  expect(table.slice(1).map((row) => row.split(',').slice(0, 2).join(' '))).toEqual([
    'clean 0',
    'white 20',
    'white 0',
    'telephone 3400',
  ]);
  expect(json('robust', 'robustness.json')).toMatchObject({
    speakers: ['ben', 'dan'],
    seen: [],
    leftOut: { clips: 0 },
  });
  expectRefusal(
    await ser('robustness', ...args, '--speakers', 'eve'),
    /own has no speaker "eve"\n.*anna, ben, cleo, dan/,
  );
});

describe('robustness on speakers that a model was not trained on', () => {
  const measured = (...args: string[]): Promise<Outcome> =>
    ser('robustness', ...args, '--condition', 'level=-20', '--quiet', '--out', 'robust');

  it('says whom the model may have met, whatever was asked for', async () => {
    const other = ['--model', 'other', '--corpus', 'own.csv'];
    const some = await measured(...other, '--speakers', 'anna,ben');
    expect(some.stdout).toContain('its card does not name anna as left out: the figures');
    expect(json('robust', 'robustness.json')).toMatchObject({ speakers: ['anna', 'ben'], seen: ['anna'] });
    const [all] = linesOf(await measured(...other, '--json-lines'));
    expect(all).toMatchObject({ seen: ['anna', 'cleo'] });
    const whole = await measured('--model', 'model', '--corpus', 'own.csv', '--speakers', 'ben,dan');
    expect(whole.stdout).toContain(
      'The model was trained on own, and its card does not name these speakers as left out',
    );
    // An ensemble has met whom one of its members has.
    expect((await ser('model', 'ensemble', 'model', 'other', '--out', 'joined')).code).toBe(0);
    const [joined] = linesOf(
      await measured('--model', 'joined', '--corpus', 'own.csv', '--speakers', 'ben', '--json-lines'),
    );
    expect(joined).toMatchObject({ seen: ['ben'] });
  });

  it('leaves out clips of emotions that it does not know, and counts them', async () => {
    const rows = readFileSync(at('own.csv'), 'utf8').trim().replace('sad-2.wav,sad', 'sad-2.wav,bored').split('\n');
    writeFileSync(at('more.csv'), `${rows.join('\n')}\n`);
    const { code, stdout } = await measured('--model', 'other', '--corpus', 'more.csv');
    expect(code).toBe(0);
    expect(stdout).toContain('\nLeft out: 1 clip of emotions that the model does not know (bored 1).\n');
    expect(json('robust', 'robustness.json')).toMatchObject({
      ...{ leftOut: { clips: 1, emotions: { bored: 1 } }, seen: [] },
      rows: [{ condition: 'clean', n: 15 }, { n: 15 }],
    });
    writeFileSync(at('bored.csv'), 'path,emotion,speaker\nanna-sad-1.wav,bored,anna\nben-sad-1.wav,calm,ben\n');
    expectRefusal(
      await measured('--model', 'other', '--corpus', 'bored.csv'),
      /the model knows none of the emotions of bored: bored, calm\n.*angry, sad/,
    );
  });
});

describe('a model', () => {
  const clip = 'anna-angry-1.wav';

  it('gets to know a speaker', async () => {
    const enrolled = await ser(
      'enroll',
      '--model',
      'model',
      '--speaker',
      'anna',
      'anna-sad-1.wav',
      'anna-sad-2.wav',
      '--out',
      'anna.json',
    );
    expect(enrolled).toMatchObject({ code: 0, stderr: '' });
    expect(enrolled.stdout).toContain('Enrolled anna from 2 recordings');
    const [stranger] = linesOf(await ser('predict', '--model', 'model', '--json', clip));
    const [known] = linesOf(await ser('predict', '--model', 'model', '--speaker', 'anna.json', '--json', clip));
    expect(known).toMatchObject({ file: clip, speaker: 'anna' });
    expect(known?.probabilities).not.toEqual(stranger?.probabilities);
    expectRefusal(await ser('predict', '--model', 'other', '--speaker', 'anna.json', clip), /made with another model/);
    const { name, profile } = json('anna.json') as { name: string; profile: object };
    const damaged = [
      { name, profile: {} },
      { name, profile: { ...profile, format: undefined } },
      { name, profile: { ...profile, adaptations: [{ frontEnd: 'x', normalization: null }] } },
      { profile },
      JSON.parse(readFileSync(at('x.json'), 'utf8')),
    ];
    for (const value of damaged) {
      writeFileSync(at('damaged.json'), JSON.stringify(value));
      expectRefusal(
        await ser('predict', '--model', 'model', '--speaker', 'damaged.json', clip),
        /--speaker damaged\.json does not describe a speaker, or is damaged\n.*`ser enroll` wrote/,
      );
    }
    expectRefusal(
      await ser('enroll', '--model', 'model', '--speaker', 'anna', 'no.wav', '--out', 'no.json'),
      /no\.wav/,
    );
    expect(existsSync(at('no.json'))).toBe(false);
  });

  it('joins others', async () => {
    const joined = await ser('model', 'ensemble', 'model', 'other', '--out', 'both');
    expect(joined).toMatchObject({ code: 0, stderr: '' });
    const both = await SerEnsemble.load(at('both'));
    expect(both.card).toMatchObject({ name: 'own-cnn', corpora: ['own'] });
    // One of them has met all speakers.
    expect(both.card.notes).toEqual([]);
    const audio = await readAudio(at(clip));
    const angry = (model: Pick<SerEnsemble, 'predict'>): number =>
      model.predict(audio).probabilities.find(({ label }) => label === 'angry')!.probability;
    const members = await Promise.all(['model', 'other'].map((name) => SerModel.load(at(name))));
    expect(angry(both)).toBeCloseTo((angry(members[0]!) + angry(members[1]!)) / 2, 6);
    expectRefusal(await ser('model', 'ensemble', 'model', '--out', 'alone'), /the models must be two or more folders/);
  });

  it('is written smaller', async () => {
    expect((await ser('model', 'quantize', '--model', 'model', '--precision', 'int8', '--out', 'small')).code).toBe(0);
    expect(weightsIn(at('small')).length).toBeLessThan(0.5 * weightsIn(at('model')).length);
    expect((await ser('predict', '--model', 'small', clip)).code).toBe(0);
    expectRefusal(
      await ser('model', 'quantize', '--model', 'model', '--precision', 'int4', '--out', 'y'),
      /'int4' is invalid. Allowed choices are float32, float16, int8/,
    );
  });

  it('is written for other programs', async () => {
    const written = await Promise.all(
      ['keras', 'h5', 'onnx'].map((to) =>
        ser('model', 'export', '--model', 'model', '--to', to, '--out', `forms/model.${to}`),
      ),
    );
    expect(written.map(({ code }) => code)).toEqual([0, 0, 0]);
    const back = await importSerModel(await readFile(at('forms/model.keras')));
    const original = await SerModel.load(at('model'));
    const audio = await readAudio(at(clip));
    expect(back.labels).toEqual(original.labels);
    expect(back.predict(audio).confidence).toBeCloseTo(original.predict(audio).confidence, 5);
    const refused = await Promise.all([
      ser('model', 'export', '--model', 'model', '--to', 'caffe', '--out', 'x'),
      ser('model', 'export', '--model', 'model', '--to', 'onnx', '--out', 'model.bin'),
    ]);
    expectRefusal(refused[0]!, /'caffe' is invalid. Allowed choices are keras, h5, weights\.h5, onnx/);
    expectRefusal(refused[1]!, /--out must be a \.onnx file/);
  });

  it('shows its card', async () => {
    const { stdout } = await ser('model', 'info', '--model', 'other');
    expect(stdout).toMatch(/^own-cnn\nCNN trained on 8 utterances/);
    expect(stdout).toContain('emotions:    angry, sad');
    expect(stdout).toContain('left out:    own/ben, own/dan\n');
    const [card] = linesOf(await ser('model', 'info', '--model', 'other', '--json'));
    expect(card).toMatchObject({ corpora: ['own'], labels: ['angry', 'sad'], networks: [{ name: 'cnn' }] });
  });
});

describe('the pretrained models', () => {
  const own = fileURLToPath(new URL('..', import.meta.url));
  const carried = (name: string): string => join(own, 'models', name);
  const LICENSES = { open: 'CC BY 4.0', research: 'CC BY-NC-SA 4.0' };

  it('come with the package, and the first is used where none is named', async () => {
    // A copy of the package, with a model in its place.
    for (const part of ['bin', 'dist', 'package.json'])
      await cp(join(own, part), at('package', part), { recursive: true });
    await symlink(join(own, 'node_modules'), at('package/node_modules'));
    const run = (...args: string[]): Promise<Outcome> => startSer(folder, args, at('package/bin/ser.js')).outcome;
    expectRefusal(await run('predict', 'anna-sad-1.wav'), /carries no pretrained model open\n.*ser train/);
    expectRefusal(await run('model', 'info', '--model', 'research'), /carries no pretrained model research/);
    await mkdir(at('package/models'));
    await cp(at('model'), at('package/models/open'), { recursive: true });
    const [byDefault] = linesOf(await run('predict', '--json', 'anna-sad-1.wav'));
    const [byName] = linesOf(await ser('predict', '--json', '--model', 'model', 'anna-sad-1.wav'));
    expect(byDefault).toEqual(byName);
    expect((await run('model', 'info')).stdout).toMatch(/^own-cnn\n/);
  });

  it('say on the package and beside the weights what they may be used for', async () => {
    const { license } = JSON.parse(await readFile(join(own, 'package.json'), 'utf8'));
    expect(license).toBe('MIT AND CC-BY-4.0 AND CC-BY-NC-SA-4.0');
    for (const [name, words] of Object.entries(LICENSES)) {
      const [card] = linesOf(await ser('model', 'info', '--model', name, '--json'));
      expect(card?.license).toMatch(new RegExp(`^${words}`));
      expect(await readFile(join(carried(name), 'LICENSE'), 'utf8')).toContain(`(${words})`);
    }
  });

  it.each(Object.keys(LICENSES))('%s is at most 1 MB, has a card, and predicts', async (name) => {
    const sizes = await Promise.all(
      (await readdir(carried(name))).map(async (file) => (await readFile(join(carried(name), file))).length),
    );
    expect(sizes.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(1_000_000);
    const [card] = linesOf(await ser('model', 'info', '--model', name, '--json'));
    expect(card).toMatchObject({
      name,
      license: expect.any(String),
      metrics: expect.any(Object),
      notes: expect.any(Array),
    });
    const [answer] = linesOf(await ser('predict', '--model', name, '--json', 'anna-sad-1.wav'));
    expect(answer).toMatchObject({ label: expect.any(String) });
  });
});

describe('wrong experiments', () => {
  const train = (...args: string[]): Promise<Outcome> => ser('train', '--out', 'never', ...args);

  it('name the file and the field', async () => {
    const wrong = { ...DESCRIPTION, training: { schedule: { kind: 'cosine', warmup: 1 } } };
    writeFileSync(at('wrong.json'), JSON.stringify(wrong));
    expectRefusal(
      await train('--config', 'wrong.json'),
      /wrong\.json: training\.schedule\.warmup is not a field\n.*training\.schedule has kind, warmUp, final/,
    );
  });

  it('are refused where they make no sense for a command', async () => {
    const enrolled = await train('--config', 'x.json', '--set', 'speakerAdaptation=enrolled', '--quiet');
    expectRefusal(enrolled, /own cannot be enrolled: it has no neutral clips/);
    expectRefusal(await train('--config', 'x.json', '--leave-out', 'eve'), /own has no speaker "eve"/);
    const inJson = await train('--config', 'no.json', '--json-lines');
    expect(JSON.parse(inJson.stderr)).toMatchObject({
      event: 'error',
      code: 'NOT_FOUND',
      message: expect.stringContaining('no.json'),
    });
    expect(inJson.code).toBe(1);
    expect(existsSync(at('never'))).toBe(false);
  });
});
