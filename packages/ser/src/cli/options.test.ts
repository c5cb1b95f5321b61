import { Command } from '@commander-js/extra-typings';
import { expect, it } from 'vitest';
import { EXPERIMENT_OPTIONS } from './experiment/experiment-options.js';
import { names, OPTIONS, wholeNumber } from './options.js';

it('reads whole numbers and refuses everything else', () => {
  const epochs = wholeNumber('--epochs', 1);
  expect(epochs('12')).toBe(12);
  for (const text of ['0', '-1', '1.5', 'ten', '', ' ', '1e9'])
    expect(() => epochs(text)).toThrow(/^--epochs must be a whole number from 1 to 1000000, got /);
});

it('parses names that are separated by commas', () => {
  expect(names('03, 08,,')).toEqual(['03', '08']);
});

const parse = (...args: string[]) =>
  new Command()
    .addOption(EXPERIMENT_OPTIONS.kind())
    .addOption(EXPERIMENT_OPTIONS.seeds())
    .addOption(OPTIONS.set())
    .addOption(OPTIONS.cache())
    .addOption(OPTIONS.noCache())
    .exitOverride()
    .parse(args, { from: 'user' })
    .opts();

it('accepts the architectures and suggests the nearest one', () => {
  expect(parse('--model', 'cnn').model).toBe('cnn');
  expect(() => parse('--model', 'gpt')).toThrow(/^--model must be one of .*lstm.*, got "gpt"$/);
});

it('reads the folder of the cache, or none', () => {
  expect(parse().cache).toBe('.ser-cache');
  expect(parse('--cache', 'a').cache).toBe('a');
  expect(parse('--no-cache').cache).toBe(false);
  expect(() => parse('--cache', ' ')).toThrow('--cache must be a folder, got " "');
});

it('reads lists of seeds and repeated options', () => {
  expect(parse('--seeds', '0,1,2').seeds).toEqual([0, 1, 2]);
  expect(() => parse('--seeds', '1,1')).toThrow('--seeds must be different numbers');
  expect(parse('--set', 'a=1', '--set', 'b=2').set).toEqual(['a=1', 'b=2']);
});
