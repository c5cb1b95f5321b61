import type { SerModel } from '@ser/models';
import type { TrainedModel } from '@ser/training';
import { expectTypeOf, it } from 'vitest';
import type { ExperimentPoint } from '../experiment/expand-experiment.js';
import type { Run } from '../runs/run.js';
import { type CrossValidateOptions, crossValidate } from './cross-validate.js';
import type { SeededRuns } from './evaluate-seeds.js';
import { openStudy } from './open-study.js';
import type { RobustnessRow } from './robustness/robustness-curves.js';
import type { RecipeSelection } from './selection/select-recipe.js';
import type { Study } from './study.js';

declare const study: Study;
declare const model: SerModel;
const candidates: readonly ExperimentPoint[] = [];

it('openStudy(description, options) resolves to a Study', () => {
  expectTypeOf(openStudy({ corpus: 'emodb', model: { kind: 'cnn' } })).resolves.toEqualTypeOf<Study>();
  expectTypeOf(openStudy).toBeCallableWith(
    { corpus: ['emodb', 'tess'], model: { kind: 'lstm', units: 32 }, training: { averaging: null }, seed: undefined },
    { data: undefined, threads: 2, signal: new AbortController().signal },
  );
  // @ts-expect-error: corpus is required
  void openStudy({ model: { kind: 'cnn' } });
  // @ts-expect-error: there is no such kind of model
  void openStudy({ corpus: 'emodb', model: { kind: 'gpt' } });
  // @ts-expect-error: the field was renamed
  void openStudy({ corpus: 'emodb', model: { kind: 'cnn' }, normalization: 'enrolled' });
  // @ts-expect-error: threads is a number
  void openStudy({ corpus: 'emodb', model: { kind: 'cnn' } }, { threads: 'all' });
});

it('study.evaluate(options) resolves to a Run, with seeds to SeededRuns', () => {
  expectTypeOf(study.evaluate()).resolves.toEqualTypeOf<Run>();
  expectTypeOf(study.evaluate({ folds: 1, epochs: undefined })).resolves.toEqualTypeOf<Run>();
  expectTypeOf(study.evaluate({ seeds: [0, 1] as const })).resolves.toEqualTypeOf<SeededRuns>();
  // @ts-expect-error: folds is a number
  void study.evaluate({ folds: 'all' });
  // @ts-expect-error: there is no such option
  void study.evaluate({ fold: 1 });
});

it('study.select(candidates, options) resolves to a ranking, with nested to a Run', () => {
  expectTypeOf(study.select(candidates)).resolves.toEqualTypeOf<RecipeSelection>();
  expectTypeOf(study.select(candidates, { fold: 2, nested: undefined })).resolves.toEqualTypeOf<RecipeSelection>();
  expectTypeOf(study.select(candidates, { nested: true, folds: 1 })).resolves.toEqualTypeOf<Run>();
  // @ts-expect-error: nested selection chooses in each fold
  void study.select(candidates, { nested: true, fold: 1 });
  // @ts-expect-error: candidates are experiments with names
  void study.select(['cnn']);
});

it('study.train and study.robustness state their results', () => {
  expectTypeOf(study.train()).resolves.toEqualTypeOf<TrainedModel>();
  expectTypeOf(study.robustness(model)).resolves.toEqualTypeOf<RobustnessRow[]>();
  // @ts-expect-error: there is no such corruption
  void study.robustness(model, { conditions: { rain: [1] } });
});

it('crossValidate(options) resolves to a Run', () => {
  expectTypeOf(crossValidate).parameter(0).toEqualTypeOf<CrossValidateOptions>();
  expectTypeOf(crossValidate).returns.resolves.toEqualTypeOf<Run>();
  expectTypeOf<Run['metrics']['uar']['value']>().toEqualTypeOf<number>();
  // @ts-expect-error: a protocol is divided into a split first
  expectTypeOf<CrossValidateOptions['protocol']>();
});
