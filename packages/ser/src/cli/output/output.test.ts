import { expect, it } from 'vitest';
import { commandOutput } from './output.js';

const collect = (options: Parameters<typeof commandOutput>[0]) => {
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      written[name] += text;
    },
  });
  const output = commandOutput(options, { stdout: stream('stdout'), stderr: stream('stderr') });
  output.watch.onProgress?.({
    task: 'features',
    done: 2,
    total: 2,
    elapsedMs: 1400.4,
    etaMs: 0.2,
    metrics: { loss: 1 },
  });
  output.note('halfway', { half: true });
  output.result('Done.', { uar: 0.5 });
  return written;
};

it('tells people the outcome on one stream and progress on the other', () => {
  expect(collect({})).toEqual({ stdout: 'Done.\n', stderr: '  features 2/2 · 1 s · loss 1\nhalfway\n' });
});

it('tells people the outcome alone when quiet', () => {
  expect(collect({ quiet: true })).toEqual({ stdout: 'Done.\n', stderr: '' });
});

it('tells programs the result alone, with progress for people next to it', () => {
  expect(collect({ json: true })).toEqual({ stdout: '{"uar":0.5}\n', stderr: collect({}).stderr });
});

it('tells programs everything in JSON lines', () => {
  const { stdout, stderr } = collect({ jsonLines: true });
  expect(stderr).toBe('');
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { event: 'progress', task: 'features', done: 2, total: 2, elapsedMs: 1400, etaMs: 0, metrics: { loss: 1 } },
    { event: 'note', half: true },
    { event: 'result', uar: 0.5 },
  ]);
  expect(collect({ jsonLines: true, quiet: true }).stdout).not.toContain('progress');
});
