import { basename, extname } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { type DecodedAudio, encodeWav, resampleAudio } from '@ser/audio';
import { invalidArgument, pause, printable, startProgress, throwIfAborted, unknownName } from '@ser/core';
import { clipHtml, emotionTimelineSvg, stackSvg } from '@ser/report';
import { interruptible } from '../../cli/interrupt.js';
import { names, OPTIONS } from '../../cli/options.js';
import { commandOutput, type Output } from '../../cli/output/output.js';
import { endingOf, writeOne, writePicture } from '../../cli/output/picture-file.js';
import { calledName, openRecording } from '../../cli/recordings.js';
import type { SegmentPrediction } from '../../contract.js';
import { drawClip, PICTURES, type PictureName } from '../../pictures/index.js';
import { toAudio } from '../../recognize/recording.js';
import { loadRecognizer } from '../../recognizer.js';
import { LONGEST_UTTERANCE } from '../../stream/predict-segments.js';

const TIMELINE = 'timeline';
const ALL = [...PICTURES, TIMELINE] as const;
type Shown = (typeof ALL)[number];

/** The longest recording that a page plays, in seconds, and its rate in Hz: a minute takes 2.6 MB. */
const PLAYED = { seconds: 120, sampleRate: 16_000 };

function picturesOf(text: string): readonly Shown[] {
  return names(text).map((name) => {
    const found = ALL.find((one) => one === name);
    if (!found) throw unknownName('--pictures', name, ALL);
    return found;
  });
}

/** Returns the name of a recording without its folder. */
const titleOf = (recording: string): string =>
  recording === '-' ? 'recording' : basename(recording.replace(/[?#].*$/, '')) || 'recording';

/** Returns the default file: the name of the recording, in the working folder. */
const pageOf = (recording: string): string => `${basename(titleOf(recording), extname(titleOf(recording)))}.html`;

/** Draws the emotions of the spoken segments. */
async function drawTimeline(
  audio: DecodedAudio,
  model: string | undefined,
  { signal, output }: { readonly signal: AbortSignal; readonly output: Output },
): Promise<string> {
  const seconds = audio.samples.length / audio.sampleRate;
  const recognizer = await loadRecognizer(model);
  const segments: SegmentPrediction[] = [];
  const { advance } = startProgress('seconds of sound', Math.ceil(seconds), output.watch.onProgress);
  let done = 0;
  const onProgress = (read: number): void => {
    const now = Math.floor(read);
    if (now > done) advance({ units: now - done });
    done = now;
  };
  for await (const segment of recognizer.predictSegments(audio, { signal, onProgress })) segments.push(segment);
  recognizer.dispose();
  return emotionTimelineSvg({ segments, seconds, title: `Emotion, by ${recognizer.model.card.name}` });
}

/** `ser show clip.wav`, `ser show clip.wav --pictures mel,pitch --out clip.png` */
export const command = () =>
  new Command()
    .argument('<recording>', 'file, URL, or - for standard input; at most 600 s')
    .option('--out <file>', '.html, .svg or .png (default: <recording>.html in the working folder)')
    .option(
      '--pictures <names>',
      `${ALL.join(', ')} (default: all; the timeline of emotions from ${LONGEST_UTTERANCE} s on)`,
      picturesOf,
    )
    .addOption(OPTIONS.modelFolder())
    .addOption(OPTIONS.channel())
    .option('--no-audio', 'leave the player out of the page')
    .option('--dark', 'dark colors for .png; other formats follow the settings of the reader')
    .addOption(OPTIONS.quiet())
    .addOption(OPTIONS.json())
    .action(async (word, { out = pageOf(word), pictures, channel, model, audio: plays, dark = false, ...options }) => {
      const ending = endingOf('--out', out, ['.html', '.svg', '.png']);
      if (dark && ending !== '.png') throw invalidArgument('--dark', out, 'used with a file that ends with .png');
      const output = commandOutput(options);
      await interruptible(async (signal) => {
        const title = titleOf(word);
        const mono = channel === undefined ? undefined : { channel };
        const audio = await toAudio(await openRecording(word, signal), { mono, signal });
        const seconds = audio.samples.length / audio.sampleRate;
        for (const note of audio.notes) output.note(`Note: ${printable(note)}`, { note });
        const wanted = pictures ?? (seconds > LONGEST_UTTERANCE ? ALL : PICTURES);
        const drawn: string[] = [];
        const { advance } = startProgress('pictures', wanted.length, output.watch.onProgress);
        for (const one of wanted) {
          await pause();
          throwIfAborted(signal, 'drawing was stopped');
          drawn.push(one === TIMELINE ? await drawTimeline(audio, model, { signal, output }) : drawOne(audio, one));
          advance();
        }
        const subtitle = `${seconds.toFixed(2)} s at ${audio.sampleRate} Hz`;
        if (ending === '.html') {
          const notes = [...audio.notes];
          const isPlayed = plays && seconds <= PLAYED.seconds;
          if (plays && !isPlayed) notes.push(`No player: the recording is longer than ${PLAYED.seconds} s.`);
          const wav = isPlayed
            ? new Uint8Array(encodeWav(resampleAudio(audio, Math.min(audio.sampleRate, PLAYED.sampleRate))))
            : undefined;
          await writeOne(out, clipHtml({ title, subtitle, plots: drawn, wav, notes }));
        } else {
          const [only, ...others] = drawn;
          const svg = others.length > 0 || !only ? stackSvg({ title: `${title}, ${subtitle}`, plots: drawn }) : only;
          await writePicture(out, svg, dark);
        }
        output.result(`${calledName(word)}: ${subtitle}\nWritten to ${out}`, {
          out,
          seconds,
          sampleRate: audio.sampleRate,
        });
      });
    });

const drawOne = (audio: DecodedAudio, name: PictureName): string => drawClip(audio, { pictures: [name] })[name];
