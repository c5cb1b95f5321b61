import { Command } from '@commander-js/extra-typings';
import { corpusFolder, type Verification, verifyCorpus } from '@ser/datasets/node';
import { interruptible } from '../../cli/interrupt.js';
import { OPTIONS } from '../../cli/options.js';
import { commandOutput } from '../../cli/output/output.js';

/** Names shown of each kind. */
const SHOWN = 10;

const VERDICTS: Readonly<Record<Verification['verdict'], string>> = {
  official: 'These are the official files, all of them.',
  incomplete: 'What is there is official, but clips are missing.',
  altered: 'Some clips are not the official ones.',
  'not-official':
    'These are not the official files, but converted or processed copies. They can be used; results may differ a little.',
};

/** `ser data verify --corpus ravdess` */
export const command = () =>
  new Command()
    .requiredOption('--corpus <name>', 'emodb, ravdess or tess')
    .addOption(OPTIONS.data())
    .addOption(OPTIONS.quiet())
    .addOption(OPTIONS.json())
    .action(async ({ corpus, data, ...options }) => {
      const folder = corpusFolder(corpus, data);
      const output = commandOutput(options);
      const result = await interruptible((signal) => verifyCorpus(corpus, folder, { signal, ...output.watch }));
      output.result(formatVerification(result), result);
      if (result.verdict === 'incomplete' || result.verdict === 'altered') process.exitCode = 1;
    });

/** Returns what was found as lines. */
export function formatVerification(result: Verification): string {
  const lines = [`${result.corpus}: ${result.official} of ${result.known} official files. ${VERDICTS[result.verdict]}`];
  const list = (what: string, names: readonly string[]): void => {
    if (names.length === 0) return;
    lines.push(`${names.length} ${what}:`, ...names.slice(0, SHOWN).map((name) => `  ${name}`));
    if (names.length > SHOWN) lines.push(`  … and ${names.length - SHOWN} more`);
  };
  list('missing', result.missing);
  list(
    'altered',
    result.altered.map(({ path, holds }) => (holds === undefined ? path : `${path} (holds ${holds})`)),
  );
  list('in another format than the official files', result.converted);
  list(
    'duplicated',
    result.duplicated.map(({ path, of }) => `${path} (again ${of})`),
  );
  list('of which no official digest is known', result.unlisted);
  list(
    'extra',
    result.extra.map(({ path, reason }) => `${path} (${reason})`),
  );
  return lines.join('\n');
}
