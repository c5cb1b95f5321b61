import { batch } from '@preact/signals';
import type { Microphone } from '@ser/audio';
import type { SpeakerProfile } from 'ser';
import type { Failure, Report, Request } from '../worker/messages.js';
import { Personal } from './personal.js';
import { saveFile } from './save-file.js';
import { savedSpeaker, saveSpeaker } from './saved-speaker.js';
import { decodeByBrowser, listMicrophones, openSource, type SourceKind } from './sources.js';
import { LiveState } from './state.js';

/** What the page shows, and what its user can do. */
export class Session extends LiveState {
  readonly personal = new Personal((request) => this.#send(request));
  readonly #worker: Worker;
  #microphone: Microphone | undefined;
  #file: Blob | undefined;
  #replay: ((audio: Extract<Report, { kind: 'audio' }>) => void) | undefined;
  #player: AudioContext | undefined;

  constructor(worker: Worker) {
    super();
    this.#worker = worker;
    this.speaker.value = savedSpeaker();
    worker.addEventListener('message', ({ data }: MessageEvent<Report>) => this.#take(data));
    worker.addEventListener('error', () => {
      this.#break({ code: 'UNSUPPORTED_PLATFORM', message: 'the recognizer cannot be started in this browser' });
    });
    void this.#listDevices();
    navigator.mediaDevices?.addEventListener?.('devicechange', () => void this.#listDevices());
  }

  /** Begins a recording from the microphone or the sound of a tab. */
  async start(kind: SourceKind): Promise<void> {
    if (!this.#mayBegin()) return;
    this.begin('asking', kind === 'tab' ? 'Tab or system sound' : 'Microphone');
    try {
      let heard = 0;
      const pending: Float32Array[] = [];
      const send = (samples: Float32Array): void => {
        heard += samples.length;
        this.clock.note(heard / this.#microphone!.sampleRate, performance.now());
        const copy = samples.slice();
        this.#send({ kind: 'samples', samples: copy }, [copy.buffer]);
      };
      this.#microphone = await openSource(kind, this.deviceId.value, {
        onBlock: (samples) => (this.#microphone ? send(samples) : pending.push(samples)),
        onLost: ({ code, message }) => {
          if (kind === 'tab') this.#lose({ code, message: 'the tab or screen is no longer shared' });
          else this.#lose({ code, message, hint: 'Connect it again, or choose another source.' });
        },
        // A tab that plays nothing is muted as well.
        onMute: (muted) => {
          this.muted.value = muted && kind === 'microphone';
        },
      });
      const { sampleRate } = this.#microphone;
      this.#send({ kind: 'listen', sampleRate, speaker: this.#speakerNow() });
      for (const samples of pending) send(samples);
      batch(() => {
        this.status.value = 'listening';
        this.figures.value = { sampleRate, skipped: 0 };
      });
      await this.#listDevices();
    } catch (error) {
      this.status.value = 'ready';
      this.#fail(error);
    }
  }

  /** Ends the recording; the last answer is still given. */
  async stop(): Promise<void> {
    const microphone = this.#microphone;
    if (!microphone) return;
    await microphone.stop();
    this.#microphone = undefined;
    this.muted.value = false;
    this.#send({ kind: 'end' });
  }

  /** Recognizes a file. */
  readFile(file: File): void {
    if (!this.#mayBegin()) return;
    this.begin('reading', file.name);
    this.#file = file;
    this.#send({ kind: 'file', file, speaker: this.#speakerNow() });
  }

  /** Adapts the model to the user, who speaks neutrally for ten seconds. */
  async enroll(): Promise<void> {
    if (this.status.value !== 'listening') await this.start('microphone');
    if (this.status.value !== 'listening') return;
    this.enrolling.value = 0;
    this.#send({ kind: 'enroll' });
  }

  /** Records clips of an emotion: what is spoken until {@link stop} is kept with this label. */
  async recordClips(emotion: string): Promise<void> {
    this.personal.recording.value = emotion;
    await this.start('microphone');
    if (this.status.value !== 'listening') this.personal.recording.value = undefined;
  }

  /** Keeps the segments that are labelled by hand as clips. */
  keepLabelled(): void {
    const segments = this.segments.value.flatMap(({ start, end, byHand, isKept }) =>
      byHand === undefined || isKept ? [] : [{ start, end, emotion: byHand }],
    );
    this.#send({ kind: 'keep', segments, source: this.sourceName.value });
    this.segments.value = this.segments.value.map((segment) =>
      segment.byHand === undefined ? segment : { ...segment, isKept: true },
    );
  }

  /** Plays a clip. */
  playClip(id: number): Promise<void> {
    return this.#play({ kind: 'play-clip', id });
  }

  /** Forgets the enrolled speaker. */
  forget(): void {
    this.speaker.value = undefined;
    saveSpeaker(undefined);
    this.note.value = 'The profile of your voice is deleted.';
    if (this.status.value === 'listening') this.#send({ kind: 'speaker', speaker: undefined });
  }

  /** Gives a segment a label by hand; undefined takes it back. */
  label(index: number, byHand: string | undefined): void {
    this.segments.value = this.segments.value.map((segment, i) =>
      i === index ? { ...segment, byHand, isKept: false } : segment,
    );
  }

  /** Plays a part of the recording. */
  play(start: number, end: number): Promise<void> {
    return this.#play({ kind: 'replay', start, end });
  }

  async #play(request: Extract<Request, { kind: 'replay' | 'play-clip' }>): Promise<void> {
    this.#player ??= new AudioContext();
    const player = this.#player;
    const audio = await new Promise<Extract<Report, { kind: 'audio' }>>((resolve) => {
      this.#replay = resolve;
      this.#send(request);
    });
    if (audio.samples.length === 0) {
      this.note.value = 'This part is too long ago to be played.';
      return;
    }
    await player.resume();
    const buffer = player.createBuffer(1, audio.samples.length, audio.sampleRate);
    buffer.copyToChannel(audio.samples as Float32Array<ArrayBuffer>, 0);
    const node = new AudioBufferSourceNode(player, { buffer });
    node.connect(player.destination);
    node.start();
  }

  /** The profile that answers are for: the model of the user knows their voice without one. */
  #speakerNow(): SpeakerProfile | undefined {
    return this.personal.choice.value === 'personal' ? undefined : this.speaker.value;
  }

  #send(request: Request, transfer: Transferable[] = []): void {
    this.#worker.postMessage(request, transfer);
  }

  /** Says why no recording can begin now; asks if labels by hand would be lost. */
  #mayBegin(): boolean {
    if (this.status.value === 'broken') return false;
    if (this.isBusy.value) {
      this.note.value = 'Another recording can begin when this one has ended.';
      return false;
    }
    if (this.personal.progress.value !== undefined) {
      this.note.value = 'A recording can begin when your model is fine-tuned.';
      return false;
    }
    const labels = this.segments.value.filter(({ byHand, isKept }) => byHand !== undefined && !isKept).length;
    const question = `A new recording replaces this one and its labels by hand (${labels}). Replace it?`;
    return labels === 0 || window.confirm(question);
  }

  #lose(failure: Failure): void {
    this.#microphone = undefined;
    this.muted.value = false;
    this.failure.value = failure;
    this.#send({ kind: 'end' });
    void this.#listDevices();
  }

  #fail(error: unknown): void {
    const { code = 'UNKNOWN', message, hint } = error as Partial<Failure> & Error;
    this.failure.value = { code, message, hint };
  }

  #break(failure: Failure): void {
    this.status.value = 'broken';
    this.failure.value = failure;
  }

  async #listDevices(): Promise<void> {
    const found = await listMicrophones().catch(() => []);
    this.microphones.value = found;
    if (!found.some(({ deviceId }) => deviceId === this.deviceId.value)) this.deviceId.value = undefined;
  }

  #take(report: Report): void {
    if (report.kind === 'failed') void this.#takeFailure(report);
    else if (report.kind === 'audio') this.#replay?.(report);
    else if (report.kind === 'personal' || report.kind === 'fine-tuning') this.personal.apply(report);
    else if (report.kind === 'exported') saveFile(report.name, 'application/zip', report.bytes);
    else this.apply(report, performance.now());
    this.#keepWhatIsRecorded(report);
    if (report.kind === 'enrolled' && !saveSpeaker(report.speaker))
      this.note.value = 'Answers are for your voice until this page is closed: the browser keeps nothing.';
  }

  /** Labels and keeps the segments of a recording that is made for clips. */
  #keepWhatIsRecorded({ kind }: Report): void {
    const emotion = this.personal.recording.value;
    if (emotion === undefined) return;
    if (kind === 'final') {
      this.label(this.segments.value.length - 1, emotion);
      this.keepLabelled();
    }
    if (kind === 'ended') this.personal.recording.value = undefined;
  }

  async #takeFailure({ during, failure }: Extract<Report, { kind: 'failed' }>): Promise<void> {
    if (during === 'load') return this.#break(failure);
    if (during === 'personal') {
      this.personal.progress.value = undefined;
      this.failure.value = failure;
      return;
    }
    if (during === 'enroll') {
      this.enrolling.value = undefined;
      this.failure.value = failure;
      return;
    }
    if (during === 'file' && failure.code === 'UNSUPPORTED_AUDIO' && this.#file) {
      const file = this.#file;
      this.#file = undefined;
      try {
        const audio = await decodeByBrowser(file);
        this.#send({ kind: 'file', file: audio, speaker: this.#speakerNow() }, [audio.samples.buffer as ArrayBuffer]);
        return;
      } catch {
        // The browser cannot decode it either: the first error says what can be decoded.
      }
    }
    this.failure.value = failure;
    if (during === 'listen') await this.stop();
    else this.status.value = 'ready';
  }
}
