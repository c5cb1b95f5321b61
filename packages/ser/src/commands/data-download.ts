import { createInterface } from 'node:readline/promises';
import { SerError } from '@ser/core';
import { downloadCorpus, type LicenseTerms } from '@ser/datasets/node';
import type { CommandDef } from 'citty';
import { command } from '../command.js';
import { corpusFolder } from '../corpora.js';
import { interruptible } from '../interrupt.js';
import { CORPUS_OPTIONS } from '../options.js';
import { progressPrinter } from '../terminal.js';
import { formatVerification } from './data-verify.js';

/** `ser data download --corpus ravdess` */
export const dataDownload: CommandDef = command({
  meta: { name: 'download', description: 'Download a corpus from its official source, extract and verify it' },
  args: {
    corpus: { type: 'string', valueHint: 'name', required: true, description: 'emodb, ravdess or tess' },
    data: CORPUS_OPTIONS.data,
    'accept-license': { type: 'boolean', description: 'accept the license of the corpus without being asked' },
    quiet: { type: 'boolean', description: 'print no progress' },
  },
  async run({ args }) {
    const folder = corpusFolder(args.corpus, args.data);
    const progress = progressPrinter(process.stderr);
    const result = await interruptible((signal) =>
      downloadCorpus(args.corpus, folder, {
        signal,
        accept: (terms) => askForConsent(terms, args['accept-license'] === true),
        ...(args.quiet ? {} : { onProgress: progress.listener }),
      }),
    );
    progress.end();
    process.stdout.write(`Downloaded to ${folder}.\n${result ? `${formatVerification(result)}\n` : ''}`);
  },
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
