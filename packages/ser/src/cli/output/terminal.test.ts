import { describe, expect, it } from 'vitest';
import { formatDuration, formatPrediction, formatTable, formatTime, progressPrinter, wrapText } from './terminal.js';

const collector = (isTTY: boolean) => {
  const texts: string[] = [];
  return { texts, stream: { isTTY, columns: 60, write: (text: string) => texts.push(text) } };
};

it('writes durations as people say them', () => {
  expect([400, 45_000, 187_000, 7_500_000].map(formatDuration)).toEqual(['0 s', '45 s', '3 min 07 s', '2 h 05 min']);
});

it('aligns words to the left and numbers to the right', () => {
  expect(
    formatTable([
      ['model', 'UAR'],
      ['cnn', '9.5 %'],
      ['lstm', '71.4 %'],
    ]),
  ).toBe('model  UAR\ncnn     9.5 %\nlstm   71.4 %');
});

it('ranks a prediction with bars', () => {
  const text = formatPrediction('clip.wav', {
    label: 'sad',
    confidence: 0.9,
    probabilities: [
      { label: 'sad', probability: 0.9 },
      { label: 'neutral', probability: 0.1 },
    ],
  });
  expect(text.split('\n')).toEqual([
    'clip.wav: sad (90.0 %)',
    `  sad       90.0 %  ${'█'.repeat(27)}`,
    `  neutral   10.0 %  ${'█'.repeat(3)}`,
  ]);
});

it('says first why a prediction is not to be relied on', () => {
  const text = formatPrediction('clip.wav', {
    label: 'sad',
    confidence: 1,
    probabilities: [{ label: 'sad', probability: 1 }],
    uncertain: { reason: 'no-speech', message: 'no speech was found in the recording' },
  });
  expect(text.split('\n')[0]).toBe('clip.wav: uncertain: no speech was found in the recording');
});

it('renews one line on a terminal and never exceeds its width', () => {
  const { texts, stream } = collector(true);
  const printer = progressPrinter(stream, () => 0);
  printer.listener({ task: 'a'.repeat(200), done: 1, total: 2, elapsedMs: 1000, etaMs: 1000 });
  printer.end();
  expect(texts).toEqual(['\r\x1b[K  1/2 · 1 s left', '\r\x1b[K']);
});

it('lets whole fields give way on a narrow terminal, the loss and the UAR on held-out speakers last', () => {
  const { texts, stream } = collector(true);
  const listen = (columns: number, metrics: object, event: object = {}): string => {
    const { listener } = progressPrinter({ ...stream, columns }, () => 0);
    listener({
      ...{ task: 'emodb lstm', done: 12, total: 300, elapsedMs: 4000, etaMs: 45_000 },
      ...{ metrics: { step: 12, steps: 40, loss: 1.25, heldOutUar: 0.541, learningRate: 1e-3, ...metrics } },
      ...event,
    });
    return texts.at(-1)!.replace('\r\x1b[K', '');
  };
  expect(listen(80, { epoch: 12 })).toBe(
    '  emodb lstm 12/300 · 45 s left · epoch 12 · loss 1.250 · held-out UAR 54.1 %',
  );
  expect(listen(80, { fold: 1, epoch: 12 })).toBe(
    '  12/300 · 45 s left · fold 1 · epoch 12 · loss 1.250 · held-out 54.1 %',
  );
  expect(listen(80, { fold: 10, epoch: 30 }, { done: 290, etaMs: 727_000 })).toBe(
    '  290/300 · fold 10 · epoch 30 · loss 1.250 · held-out 54.1 %',
  );
  expect(listen(80, { outerFold: 10, candidate: 12, fold: 2, epoch: 30 }, { done: 290 })).toBe(
    '  290/300 · outer fold 10 · fold 2 · epoch 30 · loss 1.250 · held-out 54.1 %',
  );
  expect(listen(40, { fold: 10, epoch: 30 })).toBe('  12/300 · loss 1.250 · held-out 54.1 %');
});

it('prints few lines where there is no terminal', () => {
  const { texts, stream } = collector(false);
  let clock = 0;
  const printer = progressPrinter(stream, () => clock);
  for (let done = 1; done <= 100; done++) {
    clock += 500;
    printer.listener({
      task: 'epoch',
      done,
      total: 100,
      elapsedMs: clock,
      etaMs: (100 - done) * 500,
      metrics: { loss: 0.5 },
    });
  }
  expect(texts.length).toBeLessThan(8);
  expect(texts[0]).toBe('  epoch 1/100 · 50 s left · loss 0.500\n');
  expect(texts.at(-1)).toBe('  epoch 100/100 · 50 s · loss 0.500\n');
});

it('shows epoch, step, loss and the UAR on held-out speakers, which stays until the next', () => {
  const { texts, stream } = collector(true);
  let clock = 0;
  const printer = progressPrinter({ ...stream, columns: 200 }, () => {
    clock += 1000;
    return clock;
  });
  const event = { task: 'emodb lstm', total: 30, elapsedMs: 4000, etaMs: 56_000 };
  printer.listener({ ...event, done: 2, metrics: { accuracy: 0.5, loss: 1.5, heldOutUar: 0.541, learningRate: 1e-3 } });
  printer.listener({ ...event, done: 2, metrics: { epoch: 3, step: 12, steps: 40, loss: 1.25 } });
  printer.listener({ ...event, done: 3, metrics: { loss: 1 } });
  printer.listener({ ...event, task: 'next', done: 0 });
  expect(texts.map((text) => text.replace('\r\x1b[K  ', ''))).toEqual([
    'emodb lstm 2/30 · 56 s left · loss 1.500 · held-out UAR 54.1 % · accuracy 50.0 % · rate 1.0e-3',
    'emodb lstm 2/30 · 56 s left · epoch 3 · loss 1.250 · held-out UAR 54.1 % · step 12/40 · accuracy 50.0 % · rate 1.0e-3',
    'emodb lstm 3/30 · 56 s left · epoch 3 · loss 1 · held-out UAR 54.1 % · accuracy 50.0 % · rate 1.0e-3',
    'next 0/30 · 56 s left',
  ]);
});

it('says which outer fold and candidate a nested cross-validation is at', () => {
  const { texts, stream } = collector(false);
  const metrics = { outerFold: 2, candidate: 3, fold: 1, epoch: 4, loss: 0.5 };
  progressPrinter(stream, () => 0).listener({ task: 'emodb networks', done: 20, total: 40, elapsedMs: 1, metrics });
  expect(texts).toEqual(['  emodb networks 20/40 · outer fold 2 · candidate 3 · fold 1 · epoch 4 · loss 0.500\n']);
});

it('writes places in a recording to a tenth of a second', () => {
  expect([0, 59.96, 123.44, 3723.44].map(formatTime)).toEqual(['0:00.0', '1:00.0', '2:03.4', '1:02:03.4']);
});

describe('on a narrow terminal', () => {
  it('wrapText breaks between words and indents what follows', () => {
    expect(wrapText('ser: one two three four', 12, 5)).toBe('ser: one two\n     three\n     four');
    expect(wrapText('  kept  as it is', undefined, 5)).toBe('  kept  as it is');
    expect(wrapText('unbreakable', 4, 2)).toBe('unbreakable');
  });

  it('formatTable breaks the last column, or writes it below where there is no room', () => {
    const rows = [
      ['name', 'license'],
      ['a', 'free for research that is not commercial'],
    ];
    expect(formatTable(rows)).toBe('name  license\na     free for research that is not commercial');
    expect(formatTable(rows, 60)).toBe(formatTable(rows));
    expect(formatTable(rows, 32)).toBe('name  license\na     free for research that is\n      not commercial');
    expect(formatTable(rows, 24)).toBe('name\n  license\na\n  free for research that\n  is not commercial');
  });
});
