import { basename, join, resolve } from 'node:path';
import { SerError } from '@ser/core';
import { openCorpus } from '@ser/datasets/node';
import { evaluateUnseen, type SelectiveMetrics, UNSEEN_EMOTIONS, type UnseenEvaluation } from '@ser/experiments';
import { writeUnseen } from '@ser/experiments/node';
import { interruptible } from '../../cli/interrupt.js';
import { commandOutput } from '../../cli/output/output.js';
import { assertOutputFolder } from '../../cli/output/output-folder.js';
import { formatPercent, formatTable } from '../../cli/output/terminal.js';
import { openReadyModel } from '../../recognize/engine.js';

/** Options of `ser evaluate` that the protocol `unseen` reads. */
interface UnseenCommandOptions {
  readonly model?: string | undefined;
  readonly encoder?: string | undefined;
  readonly corpus?: string | undefined;
  readonly data?: string | undefined;
  readonly out?: string | undefined;
  readonly quiet?: boolean | undefined;
  readonly jsonLines?: boolean | undefined;
}

/** `ser evaluate --protocol unseen --model open --corpus emovo,savee`: a finished model on whole corpora that it has not seen. */
export async function evaluateUnseenCorpora(options: UnseenCommandOptions): Promise<void> {
  const { model: source, corpus: names, data, out } = options;
  if (names === undefined)
    throw new SerError('INVALID_ARGUMENT', '--protocol unseen needs --corpus', {
      hint: 'Name corpora that the model was not trained on, e.g. --corpus emovo,savee.',
    });
  const corpora = names.split(',');
  if (data !== undefined && corpora.length > 1)
    throw new SerError('INVALID_ARGUMENT', `--data ${data} is the folder of one corpus, not of ${corpora.length}`, {
      hint: 'Evaluate one corpus at a time, or set SER_DATA_DIR.',
    });
  const output = commandOutput(options);
  await interruptible(async (signal) => {
    const { model, dispose } = await openReadyModel(source, { encoder: options.encoder, signal });
    const label = source === undefined ? model.card.name : basename(resolve(source));
    const folders = corpora.map((name) => out ?? join('results', `${basename(name)}-unseen-${label}`));
    if (new Set(folders).size < folders.length)
      throw new SerError('INVALID_ARGUMENT', `--out ${out} is the folder of one result, not of ${corpora.length}`);
    for (const folder of folders) assertOutputFolder('--out', folder, 'metrics.json');
    for (const [i, name] of corpora.entries()) {
      const corpus = await openCorpus(name, data);
      const { onProgress } = output.watch;
      const evaluation = await evaluateUnseen(model, corpus, { onProgress, signal });
      await writeUnseen(folders[i]!, evaluation);
      const { metrics, unknown } = evaluation;
      output.result(`${formatUnseen(evaluation)}\n\nWritten to ${folders[i]}: metrics.json, predictions.csv`, {
        ...{ out: folders[i], protocol: 'unseen', corpus: corpus.name, model: model.card.name, metrics, unknown },
      });
    }
    dispose();
  });
}

function formatUnseen({ model, corpus, labels, metrics, unknown }: UnseenEvaluation): string {
  const row = (name: string, { uar, war, ece }: SelectiveMetrics): string[] => [
    name,
    formatPercent(uar.value),
    uar.ci95 ? `${(100 * uar.ci95[0]).toFixed(1)} – ${formatPercent(uar.ci95[1])}` : '',
    formatPercent(war.value),
    formatPercent(ece.value),
  ];
  const coverage = metrics.allClasses.riskCoverage.points.map(({ coverage, risk }) => [
    `  ${formatPercent(coverage)} answered`,
    `${formatPercent(risk)} wrong`,
  ]);
  const left = Object.entries(unknown).map(([emotion, clips]) => `${emotion} ${clips}`);
  return [
    `${model.name} on ${corpus}, which it has not seen: ${metrics.allClasses.utterances} utterances of ${metrics.allClasses.speakers} speakers`,
    formatTable([
      ['', 'UAR', '95 % interval', 'WAR', 'ECE'],
      row(`  ${UNSEEN_EMOTIONS.join(', ')}`, metrics.fourClasses),
      row(`  all ${labels.length} emotions`, metrics.allClasses),
    ]),
    'If the less confident answers are withheld, of all emotions',
    formatTable(coverage),
    ...(left.length > 0 ? [`Left out, since the model does not know their emotion: ${left.join(', ')}`] : []),
  ].join('\n');
}
