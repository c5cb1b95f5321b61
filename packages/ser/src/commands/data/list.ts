import { Command } from '@commander-js/extra-typings';
import { CORPUS_NAMES, corpusCard } from '@ser/datasets';
import { SOURCES, VERIFIABLE_CORPORA } from '@ser/datasets/node';
import { formatTable } from '../../cli/terminal.js';

/** `ser data list` */
export const command = () =>
  new Command().action(() => {
    const verifiable: readonly string[] = VERIFIABLE_CORPORA;
    const rows = CORPUS_NAMES.map((name) => {
      const { language, license, published } = corpusCard(name);
      return [
        name,
        language,
        String(published?.clips ?? '?'),
        String(published?.speakers ?? '?'),
        SOURCES[name] ? 'yes' : 'no',
        verifiable.includes(name) ? 'yes' : 'no',
        license,
      ];
    });
    const head = ['corpus', 'language', 'clips', 'speakers', 'download', 'verify', 'license'];
    process.stdout.write(`${formatTable([head, ...rows])}\n`);
  });
