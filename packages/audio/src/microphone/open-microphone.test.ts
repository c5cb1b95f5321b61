import { afterEach, describe, expect, it, vi } from 'vitest';
import { openMicrophone } from './open-microphone.js';
import type { MicrophonePlatform } from './platform.js';
import { WORKLET_SOURCE } from './worklet-source.js';

type Processor = {
  port: FakePort;
  process(inputs: Float32Array[][]): boolean;
};

/** One end of a message channel; messages arrive at once. */
class FakePort {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  other: FakePort | undefined;
  closed = false;
  postMessage(data: unknown, transfer?: ArrayBuffer[]): void {
    if (this.closed) return;
    const message = transfer ? structuredClone(data, { transfer }) : structuredClone(data);
    this.other?.onmessage?.({ data: message });
  }
  close(): void {
    this.closed = true;
  }
}

/** Runs the text of the worklet, and gives the class that it registers. */
function loadWorklet(): new (options: { processorOptions: object }) => Processor {
  let registered: unknown;
  class AudioWorkletProcessor {
    port = new FakePort();
  }
  new Function('AudioWorkletProcessor', 'registerProcessor', WORKLET_SOURCE)(
    AudioWorkletProcessor,
    (_: string, processor: unknown) => {
      registered = processor;
    },
  );
  return registered as ReturnType<typeof loadWorklet>;
}

/** A browser with one microphone, whose processor is the real text of the worklet. */
function fakeBrowser({ sampleRate = 44100, state = 'running', fails = '', muted = false } = {}) {
  const log: string[] = [];
  const modules: string[] = [];
  const listeners = new Map<string, () => void>();
  const track = {
    stop: () => log.push('track stopped'),
    muted,
    addEventListener: (name: string, listener: () => void) => listeners.set(name, listener),
    removeEventListener: (name: string) => listeners.delete(name),
  };
  let processor: Processor | undefined;
  let constraints: MediaStreamConstraints | undefined;
  const context = {
    sampleRate,
    state,
    audioWorklet: {
      addModule: async (url: string) => {
        modules.push(url);
        if (fails === 'addModule') throw new DOMException('bad module', 'AbortError');
      },
    },
    createMediaStreamSource: () => ({ connect: () => log.push('connected'), disconnect: () => log.push('source off') }),
    resume: async () => log.push('resumed'),
    close: async () => log.push('context closed'),
  };
  const platform = {
    getUserMedia: async (wanted: MediaStreamConstraints) => {
      if (fails && fails !== 'addModule') throw new DOMException('denied', fails);
      constraints = wanted;
      return { getTracks: () => [track] };
    },
    createContext: () => context,
    createNode: (_context: unknown, _name: string, options: { processorOptions: object }) => {
      processor = new (loadWorklet())(options);
      const port = new FakePort();
      port.other = processor.port;
      processor.port.other = port;
      return { port, disconnect: () => log.push('node off') };
    },
    createModuleUrl: () => 'blob:1',
    revokeModuleUrl: (url: string) => log.push(`revoked ${url}`),
  } as unknown as MicrophonePlatform;
  return {
    platform,
    log,
    constraints: () => constraints,
    /** The device delivers samples, 128 at a time as browsers do. */
    speak: (samples: Float32Array) => {
      let alive = true;
      for (let at = 0; at < samples.length; at += 128) alive = processor!.process([[samples.subarray(at, at + 128)]]);
      return alive;
    },
    /** The browser sends an event to the track: `ended`, `mute` or `unmute`. */
    event: (name: string) => listeners.get(name)?.(),
    unplug: () => listeners.get('ended')?.(),
    listeners,
    modules,
  };
}

const ramp = (length: number) => Float32Array.from({ length }, (_, i) => i / length);
const FREED = ['source off', 'node off', 'revoked blob:1', 'context closed', 'track stopped'];

afterEach(() => vi.useRealTimers());

describe('reading a microphone as blocks', () => {
  const read = async (microphone: AsyncIterable<Float32Array>, into: number[]): Promise<void> => {
    for await (const block of microphone) into.push(...block);
  };

  it('gives every sample from the first read on, also those that waited, and ends with stop', async () => {
    const browser = fakeBrowser({ sampleRate: 16_000 });
    const microphone = await openMicrophone({ platform: browser.platform, blockFrames: 128, keep: false });
    browser.speak(ramp(128));
    const samples: number[] = [];
    const blocks = microphone[Symbol.asyncIterator]();
    browser.speak(ramp(300));
    expect(microphone.waiting).toBe(256 / 16_000);
    const reading = read({ [Symbol.asyncIterator]: () => blocks }, samples);
    await microphone.stop();
    await reading;
    expect(samples).toEqual([...ramp(300)]);
    expect(microphone.waiting).toBe(0);
    expect(() => microphone[Symbol.asyncIterator]()).toThrow('microphone must be read by one reader');
  });

  it('ends with the error of a device that is disconnected, after what came before', async () => {
    const browser = fakeBrowser();
    const microphone = await openMicrophone({ platform: browser.platform, blockFrames: 128 });
    const samples: number[] = [];
    const reading = read(microphone, samples);
    browser.speak(ramp(128));
    browser.unplug();
    await expect(reading).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(samples).toHaveLength(128);
  });

  it('ends with an error if 30 s wait to be read', async () => {
    const browser = fakeBrowser({ sampleRate: 16_000 });
    const microphone = await openMicrophone({ platform: browser.platform, blockFrames: 16_000, keep: false });
    const samples: number[] = [];
    const blocks = microphone[Symbol.asyncIterator]();
    browser.speak(new Float32Array(31.5 * 16_000));
    await expect(read({ [Symbol.asyncIterator]: () => blocks }, samples)).rejects.toMatchObject({
      message: 'the microphone is 30 s ahead of its reader',
    });
    expect(samples).toHaveLength(31 * 16_000);
    await microphone.stop();
  });
});

describe('openMicrophone', () => {
  it('records every sample at the rate of the context, and frees everything', async () => {
    const browser = fakeBrowser({ sampleRate: 44100 });
    const blocks: number[] = [];
    const microphone = await openMicrophone({
      platform: browser.platform,
      onBlock: (block) => blocks.push(block.length),
    });
    expect(microphone.sampleRate).toBe(44100);
    const said = ramp(5000);
    expect(browser.speak(said)).toBe(true);
    expect(microphone.frames).toBe(4096);
    expect(await microphone.stop()).toEqual({ samples: said, sampleRate: 44100 });
    expect(blocks).toEqual([2048, 2048, 904]);
    expect(browser.log).toEqual(['connected', ...FREED]);
    expect(browser.listeners.size).toBe(0);
    expect(browser.speak(said)).toBe(false);
    expect(await microphone.stop()).toEqual({ samples: said, sampleRate: 44100 });
    expect(browser.log.length).toBe(6);
  });

  it('asks for the sound as it is, unless told otherwise', async () => {
    const browser = fakeBrowser();
    await (
      await openMicrophone({ platform: browser.platform, constraints: { autoGainControl: true, deviceId: 'x' } })
    ).stop();
    expect(browser.constraints()).toEqual({
      audio: {
        channelCount: 1,
        echoCancellation: false,
        noiseSuppression: false,
        autoGainControl: true,
        deviceId: 'x',
      },
      video: false,
    });
  });

  it('wakes a suspended context', async () => {
    const browser = fakeBrowser({ state: 'suspended' });
    await openMicrophone({ platform: browser.platform });
    expect(browser.log).toEqual(['connected', 'resumed']);
  });

  it('keeps nothing where that is not wanted', async () => {
    const browser = fakeBrowser();
    const microphone = await openMicrophone({ platform: browser.platform, keep: false, blockFrames: 100 });
    browser.speak(ramp(1000));
    expect((await microphone.stop()).samples.length).toBe(0);
    expect(microphone.frames).toBe(1000);
  });

  it('reports a device that goes away, and keeps what came before', async () => {
    const browser = fakeBrowser({ sampleRate: 8000 });
    const errors: Error[] = [];
    const microphone = await openMicrophone({
      platform: browser.platform,
      blockFrames: 800,
      onLost: (e) => errors.push(e),
    });
    browser.speak(ramp(4000));
    expect(microphone.lost).toBe(false);
    browser.unplug();
    expect(microphone.lost).toBe(true);
    expect(errors).toMatchObject([{ code: 'NOT_FOUND', message: 'the microphone was disconnected after 0.5 s' }]);
    expect((await microphone.stop()).samples).toEqual(ramp(4000));
    expect(browser.log).toEqual(['connected', ...FREED]);
    expect(errors.length).toBe(1);
  });

  it('does not wait for ever for a worklet that has died', async () => {
    vi.useFakeTimers();
    const browser = fakeBrowser();
    const { platform } = browser;
    const microphone = await openMicrophone({
      platform: {
        ...platform,
        createNode: (context, name, options) => {
          const node = platform.createNode(context, name, options);
          node.port.postMessage = () => {};
          return node;
        },
      },
    });
    const stopped = microphone.stop();
    await vi.advanceTimersByTimeAsync(1000);
    expect((await stopped).samples.length).toBe(0);
    expect(browser.log).toEqual(['connected', ...FREED]);
  });

  it.each([
    ['NotFoundError', 'NOT_FOUND', 'no microphone is connected'],
    ['NotAllowedError', 'FILE_ACCESS', 'access to the microphone was not allowed'],
    ['NotReadableError', 'FILE_ACCESS', 'the microphone cannot be opened: NotReadableError'],
  ])('says what %s means', async (fails, code, message) => {
    await expect(openMicrophone({ platform: fakeBrowser({ fails }).platform })).rejects.toMatchObject({
      code,
      message,
    });
  });

  it('switches the device off when the worklet does not start', async () => {
    const browser = fakeBrowser({ fails: 'addModule' });
    await expect(openMicrophone({ platform: browser.platform })).rejects.toMatchObject({
      code: 'UNSUPPORTED_PLATFORM',
      message: 'the microphone cannot be recorded: the audio worklet did not load from a blob: URL',
    });
    expect(browser.log).toEqual(['revoked blob:1', 'context closed', 'track stopped']);
  });

  it('reports that the browser mutes the microphone, and unmutes it', async () => {
    const browser = fakeBrowser();
    const states: boolean[] = [];
    const microphone = await openMicrophone({ platform: browser.platform, onMute: (muted) => states.push(muted) });
    expect(microphone.muted).toBe(false);
    browser.event('mute');
    browser.event('mute');
    expect(microphone.muted).toBe(true);
    browser.event('unmute');
    expect(microphone.muted).toBe(false);
    expect(states).toEqual([true, false]);
    await microphone.stop();
    expect(browser.listeners.size).toBe(0);
    const muted = fakeBrowser({ muted: true });
    await openMicrophone({ platform: muted.platform, onMute: (state) => states.push(state) });
    expect(states).toEqual([true, false, true]);
  });

  it("loads the worklet from the page's own server if it is given a URL", async () => {
    const browser = fakeBrowser();
    const microphone = await openMicrophone({ platform: browser.platform, workletUrl: '/microphone-worklet.js' });
    expect(browser.modules).toEqual(['/microphone-worklet.js']);
    await microphone.stop();
    expect(browser.log).not.toContain('revoked blob:1');
    const broken = fakeBrowser({ fails: 'addModule' });
    await expect(openMicrophone({ platform: broken.platform, workletUrl: '/none.js' })).rejects.toMatchObject({
      message: 'the microphone cannot be recorded: the audio worklet did not load from /none.js',
      hint: 'Check that /none.js is @ser/audio/microphone-worklet.js and is served as JavaScript.',
    });
  });

  it('names the directive of a Content-Security-Policy that blocks the worklet', async () => {
    const document = new EventTarget();
    vi.stubGlobal('document', document);
    const { platform } = fakeBrowser();
    const createContext = () => {
      const context = platform.createContext();
      context.audioWorklet.addModule = async () => {
        const event = Object.assign(new Event('securitypolicyviolation'), {
          effectiveDirective: 'worker-src',
          blockedURI: 'blob',
        });
        setTimeout(() => document.dispatchEvent(event));
        throw new DOMException('blocked', 'AbortError');
      };
      return context;
    };
    await expect(openMicrophone({ platform: { ...platform, createContext } })).rejects.toMatchObject({
      code: 'UNSUPPORTED_PLATFORM',
      message:
        "the microphone cannot be recorded: the page's Content-Security-Policy (worker-src) blocks blob: scripts",
      hint: expect.stringMatching(/^Add blob: to worker-src .* pass its URL as workletUrl\.$/),
    });
    vi.unstubAllGlobals();
  });

  it('says that there is no microphone outside browsers, and refuses bad options', async () => {
    await expect(openMicrophone()).rejects.toMatchObject({ code: 'UNSUPPORTED_PLATFORM' });
    await expect(openMicrophone({ platform: fakeBrowser().platform, blockFrames: 0 })).rejects.toThrow(
      'blockFrames must be',
    );
  });
});
