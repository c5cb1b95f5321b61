import { describe, expect, it } from 'vitest';
import { clips } from '../../test/test-data/clips.js';
import { bytesOf } from '../../test/test-data/wav-bytes.js';
import { decodeRecording } from '../decode/decode-recording.js';
import { probeRecording } from '../decode/probe-recording.js';
import { encodeWav } from './pcm/encode-wav.js';
import { sniffFormat } from './sniff-format.js';

it('tells formats by their bytes', () => {
  expect(sniffFormat(encodeWav({ samples: new Float32Array(1), sampleRate: 8000 }))).toBe('wav');
  expect(sniffFormat(clips.flac8)).toBe('flac');
  expect(sniffFormat(clips.mp3Mono16k)).toBe('mp3');
  expect(sniffFormat(clips.mp3NoTag)).toBe('mp3');
  expect(sniffFormat(clips.opus)).toBe('ogg');
  expect(sniffFormat(clips.m4a)).toBe('mp4');
  expect(sniffFormat(bytesOf('FORM', [0, 0, 0, 4], 'AIFC'))).toBe('aiff');
  expect(sniffFormat(bytesOf([0x1a, 0x45, 0xdf, 0xa3]))).toBe('webm');
  expect(sniffFormat(bytesOf([0xff, 0xf1, 0x50, 0x80]))).toBe('aac');
  expect(sniffFormat(bytesOf('caff', [0, 1]))).toBe('caf');
  expect(sniffFormat(bytesOf('hello'))).toBeUndefined();
  expect(sniffFormat(new Uint8Array(0))).toBeUndefined();
});

describe('what is no audio', () => {
  it.each([
    [
      'text',
      bytesOf('Dear diary, today I recorded'),
      'a.wav is not audio: it begins with the text "Dear diary, today I reco"',
    ],
    [
      'other bytes',
      bytesOf([0, 1, 2, 0xfe]),
      'a.wav is not in a known audio format: it begins with the bytes 00 01 02 fe',
    ],
    ['nothing', new Uint8Array(0), 'a.wav is empty: it holds 0 bytes'],
  ])('%s', async (_, bytes, message) => {
    await expect(decodeRecording(bytes, { name: 'a.wav' })).rejects.toMatchObject({ code: 'INVALID_AUDIO', message });
    await expect(probeRecording(bytes, { name: 'a.wav' })).rejects.toThrow(message);
  });
});
