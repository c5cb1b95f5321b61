// Annotates the voice of a participant in a LiveKit room: attributes and data of the agent say how it sounds. Frames pass
// through unchanged, so that speech recognition hears them too. In an agent of @livekit/agents:
//
//   class Listener extends voice.Agent {
//     heard?: AnnotatedVoice<AudioFrame>;
//     override async sttNode(audio: ReadableStream<AudioFrame>, settings: voice.ModelSettings) {
//       this.heard = annotateVoice(audio, { recognizer, publisher: room.localParticipant!, participant: identity });
//       this.heard.done.catch((error) => log().error(error));
//       return voice.Agent.default.sttNode(this, this.heard.audio, settings);
//     }
//     override async onUserTurnCompleted(chat: llm.ChatContext) {
//       const note = this.heard && emotionPrompt(this.heard.context.current);
//       if (note) chat.addMessage({ role: 'system', content: note });
//     }
//   }

import type { AudioFrame, LocalParticipant } from '@livekit/rtc-node';
import { type EmotionContext, type EmotionSnapshot, emotionContext } from '@ser/assistant';
import type { Audio, Recognizer } from 'ser';

/** The part of a frame that is read: samples of all channels in turn. */
export type VoiceFrame = Pick<AudioFrame, 'data' | 'sampleRate' | 'channels' | 'samplesPerChannel'>;

/** The part of a participant by which an agent speaks about a voice. */
export type Publisher = Pick<LocalParticipant, 'setAttributes' | 'publishData'>;

/** A voice that is annotated while its frames are read. */
export interface AnnotatedVoice<Frame extends VoiceFrame> {
  /** The frames, unchanged; reading them is what feeds the recognizer. */
  readonly audio: AsyncIterable<Frame>;
  readonly context: EmotionContext;
  /** Resolves when the frames have ended and all is sent; rejects if recognition or sending failed. */
  readonly done: Promise<void>;
}

/** The topic of the data: snapshots of the context as JSON. */
export const TOPIC = 'voice-emotion';

/** Sound that may wait for the recognizer, in seconds. When some waits, the recognizer leaves out updates. */
const LONGEST_WAIT = 60;

/** Returns the mean of the channels of a frame. */
function mono({ data, sampleRate, channels, samplesPerChannel }: VoiceFrame): Audio {
  const samples = new Float32Array(samplesPerChannel);
  for (let i = 0; i < data.length; i++) samples[Math.floor(i / channels)]! += data[i]! / (2 ** 15 * channels);
  return { samples, sampleRate };
}

/** Sound that waits for the recognizer: a room does not wait. */
class Waiting implements AsyncIterable<Audio> {
  readonly #chunks: Audio[] = [];
  #hasEnded = false;
  #wake = () => {};
  /** Seconds that wait. */
  waiting = 0;

  push(audio: Audio): void {
    this.#chunks.push(audio);
    this.waiting += audio.samples.length / audio.sampleRate;
    this.#wake();
  }

  end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Audio, void, undefined> {
    for (;;) {
      if (this.waiting > LONGEST_WAIT) throw new Error(`recognition is more than ${LONGEST_WAIT} s behind the room`);
      const next = this.#chunks.shift();
      if (next) {
        this.waiting -= next.samples.length / next.sampleRate;
        yield next;
      } else if (this.#hasEnded) return;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }
}

/** What {@link annotateVoice} needs. */
export interface AnnotateOptions {
  /** Best one in a worker, so that the agent is not held up: `await loadRecognizer(undefined, { worker: true })`. */
  readonly recognizer: Pick<Recognizer, 'stream'>;
  /** `room.localParticipant` */
  readonly publisher: Publisher;
  /** The identity of the participant who speaks. */
  readonly participant: string;
}

/** Annotates the voice in some frames, such as those of an `AudioStream` or of `sttNode`. */
export function annotateVoice<Frame extends VoiceFrame>(
  frames: AsyncIterable<Frame>,
  { recognizer, publisher, participant }: AnnotateOptions,
): AnnotatedVoice<Frame> {
  const sound = new Waiting();
  async function* audio(): AsyncGenerator<Frame, void, undefined> {
    try {
      for await (const frame of frames) {
        sound.push(mono(frame));
        yield frame;
      }
    } finally {
      sound.end();
    }
  }
  const publish = async (snapshot: EmotionSnapshot): Promise<void> => {
    const { emotion = '', trend = '', uncertain, sentence } = snapshot;
    // An empty text removes an attribute.
    await publisher.setAttributes({
      'voice.participant': participant,
      'voice.emotion': emotion,
      'voice.trend': trend,
      'voice.uncertain': uncertain?.reason ?? '',
      'voice.sentence': sentence,
    });
    const data = new TextEncoder().encode(JSON.stringify({ participant, ...snapshot }));
    await publisher.publishData(data, { reliable: true, topic: TOPIC });
  };
  let sent = Promise.resolve();
  const context = emotionContext(recognizer.stream(sound), {
    onChange: (snapshot) => {
      sent = sent.then(() => publish(snapshot));
      // The failure is reported by `done`.
      sent.catch(() => {});
    },
  });
  return { audio: audio(), context, done: context.done.then(() => sent) };
}
