import { basename, dirname } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { printable } from '@ser/core';
import { writeFiles } from '@ser/core/node';
import { describeEnrollment, type ModelEnrollment } from '@ser/models';
import type { EnrollableMember } from '@ser/models/contract';
import { OPTIONS } from '../../cli/options.js';
import { commandOutput } from '../../cli/output/output.js';
import { speakerFile } from '../../cli/speaker-file.js';
import { loadRecognizer } from '../../recognizer.js';

/** `ser enroll --speaker anna a.wav b.wav --out anna.json` */
export const command = () =>
  new Command()
    .argument(
      '<files...>',
      'recordings of the speaker: a few neutral ones or, where `ser model info` says so, many of any emotion',
    )
    .requiredOption('--speaker <name>', 'name of the speaker')
    .addOption(OPTIONS.modelFolder())
    .addOption(OPTIONS.encoder())
    .addOption(OPTIONS.channel())
    .requiredOption('--out <file>', 'file to write for `ser predict --speaker`, .json')
    .addOption(OPTIONS.json())
    .action(async (files, { speaker, model, encoder, channel, out, json }) => {
      const recognizer = await loadRecognizer(model, { encoder });
      const profile = await recognizer.enroll(files, {
        mono: channel === undefined ? undefined : { channel },
        onNote: (note) => process.stderr.write(`Note: ${printable(note)}\n`),
      });
      const { members } = recognizer.model;
      recognizer.dispose();
      await writeFiles(dirname(out), { [basename(out)]: speakerFile({ name: speaker, profile }) });
      const option = model === undefined ? '' : ` --model ${model}`;
      const { clips } = profile;
      commandOutput({ json }).result(
        `Enrolled ${speaker} from ${clips} ${clips === 1 ? 'recording' : 'recordings'} for this model, in ${out}.\n` +
          `Try: ser predict${option} --speaker ${out} clip.wav`,
        { out, speaker, recordings: clips },
      );
      if (members.every(hasNothingToAdapt))
        process.stderr.write(
          'Note: this model subtracts the mean of each clip, so the profile hardly changes its answers.\n',
        );
      const short = members.flatMap(({ enrollment }) => enrollment ?? []).find((one) => tooFew(one, clips));
      if (short)
        process.stderr.write(
          `Note: this model was trained with speakers that are enrolled from ${describeEnrollment(short)}. ` +
            'With fewer recordings it may mistake their emotion for the voice.\n',
        );
    });

/** Returns whether a profile of means finds nothing left to adapt: the front end has subtracted the mean of each clip. */
const hasNothingToAdapt = ({ frontEnd, enrollment, neutralScores }: EnrollableMember): boolean =>
  frontEnd.config.subtractClipMean === true && enrollment === undefined && neutralScores === undefined;

/** Returns whether a model that adapts to all clips of a speaker has fewer; one that is enrolled from neutral clips trusts few of them less. */
const tooFew = ({ kind, clips }: ModelEnrollment, given: number): boolean => kind === 'speaker' && given < clips;
