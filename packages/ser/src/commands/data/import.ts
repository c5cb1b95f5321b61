import { stat } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, relative, resolve, sep } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { formatCsv, invalidArgument, SerError, unknownName } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import {
  auditCorpus,
  type Corpus,
  type EmotionMapping,
  findUnreadable,
  leaveOut,
  speakersOf,
  TABLE_COLUMNS,
  type TableColumn,
  type Utterance,
} from '@ser/datasets';
import { folderCorpus, tableCorpus } from '@ser/datasets/node';
import { interruptible } from '../../cli/interrupt.js';
import { OPTIONS } from '../../cli/options.js';
import { commandOutput } from '../../cli/output/output.js';
import { formatTable } from '../../cli/output/terminal.js';
import { readJsonFile } from '../../cli/read-file.js';

/** `ser data import recordings --out recordings.csv` */
export const command = () =>
  new Command()
    .argument('<from>', 'folder with one folder for each emotion, or a CSV, TSV or JSON table')
    .option('--language <tag>', 'spoken language, e.g. de (default: undetermined)')
    .option(
      '--labels <file>',
      'JSON file from your labels to emotions, e.g. {"upset": "angry", "noise": null}; null leaves out',
    )
    .option(
      '--columns <column=name,…>',
      'for tables: names of your columns, e.g. path=filename,emotion=label',
      columnNames,
    )
    .option('--speaker <pattern>', 'for folders: regular expression whose first group is the speaker')
    .option('--strict', 'write no table if a recording cannot be used')
    .addOption(OPTIONS.quiet())
    .addOption(OPTIONS.json())
    .requiredOption('--out <file>', 'table to write, .csv')
    .action(async (from, { out, language, labels: file, columns, strict, speaker: pattern, ...options }) => {
      if (extname(out).toLowerCase() !== '.csv') throw invalidArgument('--out', out, 'a .csv file');
      const labels = file === undefined ? undefined : ((await readJsonFile('--labels', file)) as EmotionMapping);
      const isFolder = await stat(from).then(
        (status) => status.isDirectory(),
        () => false,
      );
      const speaker = pattern === undefined ? undefined : expression(pattern);
      const read = isFolder
        ? await folderCorpus(from, { language, labels, speaker })
        : await tableCorpus(from, { language, labels, columns });
      const folder = dirname(resolve(out));
      // Before minutes are spent on reading all recordings.
      for (const utterance of read.utterances) pathFrom(folder, read, utterance);
      const output = commandOutput(options);
      const faults = await interruptible((signal) => findUnreadable(read, { signal, ...output.watch }));
      if (strict && faults.length > 0)
        throw new SerError(
          'INVALID_CORPUS',
          `${faults.length} recordings cannot be used, ${faults[0]!.id}: ${faults[0]!.reason}`,
          {
            hint: 'Without --strict they are left out of the table.',
          },
        );
      const corpus = leaveOut(read, faults);
      await writeFiles(folder, { [basename(out)]: tableOf(corpus, folder) });
      const { utterances, emotions, duplicates, skipped } = corpus;
      output.result(`${formatImport(corpus)}\n\nWritten to ${out}. Try: ser train --corpus ${out} --out models/own`, {
        ...{ out, utterances: utterances.length, speakers: speakersOf(utterances), emotions, duplicates, skipped },
        findings: auditCorpus(corpus),
      });
    });

/** Parses the names of a table's columns. */
function columnNames(text: string): Partial<Record<TableColumn, string>> {
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const [, column = '', name = ''] = /^\s*([^=]+?)\s*=\s*(.+?)\s*$/.exec(pair) ?? [];
      if (name === '') throw invalidArgument('--columns', text, 'of the form path=filename,emotion=label');
      if (!TABLE_COLUMNS.some((known) => known === column)) throw unknownName('--columns', column, TABLE_COLUMNS);
      return [column, name];
    }),
  );
}

function expression(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch {
    throw invalidArgument('--speaker', pattern, 'a regular expression');
  }
}

/** Returns the path of a recording as a table in `folder` names it. */
function pathFrom(folder: string, { locate }: Corpus, utterance: Utterance): string {
  const path = locate ? relative(folder, locate(utterance).path).split(sep).join('/') : utterance.path;
  if (!path.startsWith('../') && !isAbsolute(path)) return path;
  throw new SerError('INVALID_ARGUMENT', `--out must lie above the recordings, got ${folder}`, {
    hint: 'A table names recordings in its own folder and those below.',
  });
}

/** The utterances as a table in `folder`. */
function tableOf(corpus: Corpus, folder: string): string {
  const columns = TABLE_COLUMNS.filter((column) => column !== 'id');
  const rows = corpus.utterances.map((utterance) => {
    const values: Partial<Utterance> = { ...utterance, path: pathFrom(folder, corpus, utterance) };
    return columns.map((column) => (values[column] === undefined ? '' : String(values[column])));
  });
  return formatCsv([columns, ...rows]);
}

/** Returns the import as lines of text. */
function formatImport(corpus: Corpus): string {
  const { utterances, emotions, duplicates, skipped } = corpus;
  const speakers = speakersOf(utterances);
  const count = (emotion: string): string => String(utterances.filter((one) => one.emotion === emotion).length);
  const lines = [
    `${utterances.length} utterances of ${speakers.length === 1 ? 'one speaker' : `${speakers.length} speakers`}`,
    formatTable(emotions.map((emotion) => [emotion, count(emotion)])),
  ];
  if (speakers.length === 1) lines.push('Without speakers, results cannot be speaker-independent: see --speaker.');
  if (duplicates.length > 0) lines.push(`${duplicates.length} files have the content of another.`);
  for (const { path, reason } of skipped.slice(0, 10)) lines.push(`left out: ${path} (${reason})`);
  if (skipped.length > 10) lines.push(`… and ${skipped.length - 10} more`);
  for (const { message } of auditCorpus(corpus)) lines.push(message);
  return lines.join('\n');
}
