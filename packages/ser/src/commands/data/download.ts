import { createInterface } from 'node:readline/promises';
import { Command } from '@commander-js/extra-typings';
import { SerError } from '@ser/core';
import { corpusFolder, downloadCorpus, type LicenseTerms } from '@ser/datasets/node';
import { interruptible } from '../../cli/interrupt.js';
import { OPTIONS } from '../../cli/options.js';
import { commandOutput } from '../../cli/output/output.js';
import { formatVerification } from './verify.js';

/** `ser data download --corpus ravdess` */
export const command = () =>
  new Command()
    .requiredOption('--corpus <name>', 'emodb, ravdess or tess')
    .addOption(OPTIONS.data())
    .option('--accept-license', 'accept the license of the corpus without being asked')
    .addOption(OPTIONS.quiet())
    .addOption(OPTIONS.json())
    .action(async ({ corpus, data, acceptLicense = false, ...options }) => {
      const folder = corpusFolder(corpus, data);
      const output = commandOutput(options);
      const accept = (terms: LicenseTerms): Promise<boolean> => askForConsent(terms, acceptLicense);
      const result = await interruptible((signal) =>
        downloadCorpus(corpus, folder, { signal, accept, ...output.watch }),
      );
      output.result(`Downloaded to ${folder}.${result ? `\n${formatVerification(result)}` : ''}`, {
        folder,
        ...result,
      });
    });

async function askForConsent({ corpus, license, source }: LicenseTerms, accepted: boolean): Promise<boolean> {
  process.stderr.write(`${corpus}\n  License: ${license}\n  Source: ${source}\n`);
  if (accepted) return true;
  if (!process.stdin.isTTY) {
    throw new SerError('INVALID_ARGUMENT', `the license of ${corpus} must be accepted`, {
      hint: 'Read it and pass --accept-license.',
    });
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question('Do you accept this license? [y/N] ')).trim());
  } finally {
    terminal.close();
  }
}
