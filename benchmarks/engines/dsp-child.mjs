// node dsp-child.mjs <module>: one engine of the `dsp` benchmark in a process of its own, asked by lines.
//   { prepare: work }   -> { note? }
//   { run: clips }      -> { ms }
//   { first: true }     -> { values? }         what the first clip gives
import { encodeWav } from '@ser/audio';
import { answerLines } from '../harness/answer-lines.mjs';
import { CLIPS } from '../signals/settings.mjs';
import { speechClips } from '../signals/speech.mjs';

const { prepare } = await import(process.argv[2]);
const clips = speechClips(CLIPS);
let task;

await answerLines(async (message) => {
  if (message.prepare !== undefined) {
    const files = () => clips.map((samples) => encodeWav({ samples, sampleRate: CLIPS.sampleRate }));
    task = await prepare(message.prepare, { clips, files });
    return { note: task.note };
  }
  if (message.first) {
    const { data } = (await task.first()) ?? {};
    return data === undefined ? {} : { values: Array.from(data) };
  }
  return { ms: await task.run(message.run) };
});
