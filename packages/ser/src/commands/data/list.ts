import { Command } from '@commander-js/extra-typings';
import { CORPUS_NAMES, corpusCard } from '@ser/datasets';
import { SOURCES, VERIFIABLE_CORPORA } from '@ser/datasets/node';
import { OPTIONS } from '../../cli/options.js';
import { commandOutput } from '../../cli/output/output.js';
import { formatTable } from '../../cli/output/terminal.js';

const yesOrNo = (can: boolean): string => (can ? 'yes' : 'no');

/** `ser data list` */
export const command = () =>
  new Command().addOption(OPTIONS.json()).action((options) => {
    const verifiable: readonly string[] = VERIFIABLE_CORPORA;
    const corpora = CORPUS_NAMES.map((name) => {
      const { language, license, published } = corpusCard(name);
      const { clips, speakers } = published ?? {};
      const can = { download: SOURCES[name] !== undefined, verify: verifiable.includes(name) };
      return { corpus: name, language, clips, speakers, ...can, license };
    });
    const head = ['corpus', 'language', 'clips', 'speakers', 'download', 'verify', 'license'];
    const rows = corpora.map(({ corpus, language, clips = '?', speakers = '?', download, verify, license }) =>
      [corpus, language, clips, speakers, yesOrNo(download), yesOrNo(verify), license].map(String),
    );
    commandOutput(options).result(formatTable([head, ...rows], process.stdout.columns), { corpora });
  });
