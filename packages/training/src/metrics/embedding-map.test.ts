import { expect, it } from 'vitest';
import { mapEmbeddings } from './embedding-map.js';

const ROWS = [
  [0.377, -0.132, 1.281, 0.052],
  [-1.607, 0.362, 2.608, 0.474],
  [-2.111, -1.265, -1.247, 0.021],
  [-6.975, -0.219, -2.492, -0.366],
  [-1.633, -0.316, 0.823, 0.521],
  [-0.386, 1.366, -1.33, 0.176],
  [2.71, 0.094, -1.487, -0.461],
];

it('mapEmbeddings(vectors) returns the points and shares of the singular value decomposition of NumPy', async () => {
  const { points, explained } = await mapEmbeddings(ROWS);
  const expected = [
    [2.068096, 1.039341],
    [0.525888, 2.860167],
    [-1.046099, -0.741844],
    [-5.985017, -0.805169],
    [0.008256, 1.182811],
    [0.790534, -1.265643],
    [3.638342, -2.269663],
  ];
  for (const [i, [x, y]] of points.entries()) {
    expect(x).toBeCloseTo(expected[i]![0]!, 4);
    expect(y).toBeCloseTo(expected[i]![1]!, 4);
  }
  expect(explained[0]).toBeCloseTo(0.711581, 4);
  expect(explained[1]).toBeCloseTo(0.239355, 4);
});

it('mapEmbeddings(vectors) maps equal vectors, and vectors of one unit', async () => {
  expect(
    await mapEmbeddings([
      [1, 2],
      [1, 2],
    ]),
  ).toEqual({
    points: [
      [0, 0],
      [0, 0],
    ],
    explained: [0, 0],
  });
  expect(await mapEmbeddings([[1], [3]])).toEqual({
    points: [
      [-1, 0],
      [1, 0],
    ],
    explained: [1, 0],
  });
});
