import { expect, it } from 'vitest';
import { camelCase, deviation, Golden, syntheticGolden } from './golden.js';
import { featureFunctions } from './golden-features.js';

const golden = new Golden(syntheticGolden, 'manifest-features.json');

it.each([...new Set(golden.cases.map((each) => each.fn))])(
  '%s with options that the other references leave out',
  (fn) => {
    const wrong: string[] = [];
    for (const each of golden.cases.filter((one) => one.fn === fn)) {
      const { channels, ...signal } = golden.signal(each);
      const result = featureFunctions[fn]!({
        signal,
        channels,
        options: camelCase(each.params),
        stored: (name) => golden.array(each.outputs![name]!),
        golden,
        case: each,
      });
      const outputs = 'length' in result ? { y: result as ArrayLike<number> } : result;
      for (const [name, values] of Object.entries(outputs)) {
        const entry = each.outputs![name]!;
        const worst = deviation(values, golden.array(entry).values, entry);
        if (worst > 1) wrong.push(`${each.id} ${name}: ${worst.toPrecision(3)} tolerances off`);
      }
    }
    expect(wrong).toEqual([]);
  },
);
