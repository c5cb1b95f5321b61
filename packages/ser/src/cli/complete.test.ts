import { Command, Option } from '@commander-js/extra-typings';
import { describe, expect, it } from 'vitest';
import { completions, formatCompletions } from './complete.js';

const predict = () =>
  new Command()
    .argument('<recordings...>')
    .addOption(new Option('--format <kind>', 'how').choices(['text', 'textgrid', 'csv']))
    .option('--speaker <file>', 'who')
    .option('--quiet', 'no progress');
const commands = {
  predict: { description: 'Recognize', load: async () => predict() },
  data: { description: 'Corpora', commands: { list: { description: 'List', load: async () => new Command() } } },
};
const complete = async (...line: string[]): Promise<string[]> =>
  formatCompletions(await completions(line, commands)).split('\n');

describe('completions', () => {
  it('offers commands and their descriptions', async () => {
    expect(await complete('')).toEqual(['predict\tRecognize', 'data\tCorpora', ':4']);
    expect(await complete('p')).toEqual(['predict\tRecognize', ':4']);
    expect(await complete('data', '')).toEqual(['list\tList', ':4']);
    expect(await complete('none', '')).toEqual([':4']);
  });

  it('offers options, their values, and files', async () => {
    expect(await complete('predict', '--')).toEqual([
      ...['--format\thow', '--speaker\twho', '--quiet\tno progress', '--help\tdisplay help for command', ':4'],
    ]);
    expect(await complete('predict', '--format', 'te')).toEqual(['text\t', 'textgrid\t', ':4']);
    expect(await complete('predict', '--format=t')).toEqual(['--format=text\t', '--format=textgrid\t', ':4']);
    expect(await complete('predict', '--speaker', '')).toEqual([':0']);
    expect(await complete('predict', '')).toEqual([':0']);
    expect(await complete('predict', '--quiet', 'clip')).toEqual([':0']);
    expect(await complete('data', 'list', '')).toEqual([':4']);
  });
});
