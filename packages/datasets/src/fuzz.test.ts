import { Random, SerError } from '@ser/core';
import { expect, it } from 'vitest';
import { parseListenerJudgements } from './corpora/emodb-listeners.js';
import { parseDelimited, parseJsonTable } from './own/parse-table.js';

/** A text with some of its characters changed, left out, repeated or put in. */
function mutate(text: string, random: Random): string {
  let out = text;
  for (let i = random.integer(6); i >= 0; i--) {
    const at = random.integer(out.length + 1);
    const odd = random.pick([
      '"',
      ',',
      ';',
      '\t',
      '\n',
      '\r',
      '\0',
      '\ufffd',
      '{',
      '}',
      '[',
      ']',
      '0',
      '-',
      '9'.repeat(40),
    ]);
    const cut = at + random.integer(12);
    const choice = random.integer(4);
    if (choice === 0) out = out.slice(0, at) + odd + out.slice(at);
    else if (choice === 1) out = out.slice(0, at) + out.slice(cut);
    else if (choice === 2) out = out.slice(0, at) + out.slice(at, cut).repeat(3) + out.slice(cut);
    else out = out.slice(0, at) + odd + out.slice(at + 1);
  }
  return out;
}

const noise = (random: Random): string =>
  String.fromCharCode(...Array.from({ length: random.integer(400) }, () => random.integer(256)));

const seeds: Record<string, { text: string; parse: (text: string) => unknown }> = {
  csv: {
    text: 'path,emotion,speaker\n"a, b.wav",sad,"x ""y"""\nc.wav,angry,z\n',
    parse: (text) => parseDelimited(text, ','),
  },
  tsv: { text: 'path\temotion\na.wav\tsad\r\nb.wav\tangry\r\n', parse: (text) => parseDelimited(text, '\t') },
  json: { text: '[{"path":"a.wav","emotion":"sad","start":0,"end":1.5},{"path":"b.wav"}]', parse: parseJsonTable },
  judgements: {
    text: 'Nr.\tSatz\terkannt\tnat\u00fcrlich\n1\u00a0\t03a01Fa.wav\t90,00\u00a0\t75,00\n2\t03a01Nc.wav\t100\t80,5\n',
    parse: parseListenerJudgements,
  },
};

it.each(Object.entries(seeds))('%s: a typed error or a result for any text', (_name, { text, parse }) => {
  expect(() => parse(text)).not.toThrow();
  const random = new Random(11);
  let refused = 0;
  const before = process.memoryUsage().rss;
  for (let round = 0; round < 2000; round++) {
    const input = random.next() < 0.2 ? noise(random) : mutate(text, random);
    try {
      parse(input);
    } catch (error) {
      refused += 1;
      expect(error, `${JSON.stringify(input)}: ${(error as Error).stack}`).toBeInstanceOf(SerError);
    }
  }
  // Some mutations must have been refused, or nothing was tested.
  expect(refused).toBeGreaterThan(20);
  expect(process.memoryUsage().rss - before).toBeLessThan(256 * 2 ** 20);
});
