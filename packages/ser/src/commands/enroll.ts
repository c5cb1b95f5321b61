import { basename, dirname } from 'node:path';
import { writeFiles } from '@ser/core/node';
import { describeEnrollment, type ModelEnrollment } from '@ser/models';
import type { CommandDef } from 'citty';
import { command } from '../command.js';
import { MODEL_OPTION } from '../options.js';
import { loadRecognizer } from '../recognizer.js';
import { speakerFile } from '../speaker-file.js';

/** `ser enroll --speaker anna a.wav b.wav --out anna.json` */
export const enroll: CommandDef = command({
  meta: { name: 'enroll', description: 'Let a model know a speaker by recordings' },
  args: {
    file: {
      type: 'positional',
      required: true,
      several: true,
      description:
        'recordings of the speaker: a few neutral ones or, where `ser info` says so, many of whatever emotions',
    },
    speaker: { type: 'string', required: true, valueHint: 'name', description: 'whose voice it is' },
    ...MODEL_OPTION,
    out: { type: 'string', required: true, valueHint: 'file', description: 'for `ser predict --speaker`, .json' },
  },
  async run({ args }) {
    const recognizer = await loadRecognizer(args.model);
    const profile = await recognizer.enroll(args._);
    const { members } = recognizer.model;
    recognizer.dispose();
    await writeFiles(dirname(args.out), { [basename(args.out)]: speakerFile({ name: args.speaker, profile }) });
    const option = args.model === undefined ? '' : ` --model ${args.model}`;
    process.stdout.write(
      `${args.speaker} is known by ${profile.clips === 1 ? 'one recording' : `${profile.clips} recordings`}, in ${args.out}. ` +
        `It fits this model.\nTry: ser predict${option} --speaker ${args.out} clip.wav\n`,
    );
    const wanting = members.flatMap(({ enrollment }) => enrollment ?? []).find((one) => tooFew(one, profile.clips));
    if (wanting)
      process.stderr.write(
        `Note: this model knows speakers by ${describeEnrollment(wanting)}. ` +
          'By fewer, it takes an emotion for the voice.\n',
      );
  },
});

/** Whether a model takes so few clips for all that there is to know; one that knows by neutral clips trusts few the less. */
const tooFew = ({ kind, clips }: ModelEnrollment, given: number): boolean => kind === 'speaker' && given < clips;
