// Makes clips.ts with the reference encoders (Debian: ffmpeg with LAME, libvorbis and libopus; flac). Needs Node >= 22.18
// or tsx for signals.ts:  node test/test-data/make-clips.mjs
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeWav } from '../../dist/index.js';
import { staircase, tone } from './signals.ts';

const folder = mkdtempSync(join(tmpdir(), 'clips-'));
const at = (name) => join(folder, name);
const clips = {};
const add = (key, note, name) => {
  clips[key] = { note, base64: readFileSync(at(name)).toString('base64') };
};

const tones = [16000, 22050, 44100];
for (const rate of tones) writeFileSync(at(`${rate}.wav`), encodeWav({ samples: tone(rate), sampleRate: rate }, { format: 'float32' }));
const ffmpeg = (input, output, ...options) =>
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', at(input), '-fflags', '+bitexact', '-map_metadata', '-1', ...options, at(output)]);
ffmpeg('16000.wav', 'mono.mp3', '-b:a', '32k');
add('mp3Mono16k', 'LAME, 32 kbit/s, MPEG-2 layer III, with a LAME tag', 'mono.mp3');
ffmpeg('44100.wav', 'stereo.mp3', '-b:a', '64k', '-af', 'pan=stereo|c0=c0|c1=0.5*c0');
add('mp3Stereo44k', 'LAME, 64 kbit/s, MPEG-1 layer III; the right channel is half the left', 'stereo.mp3');
ffmpeg('22050.wav', 'untagged.mp3', '-b:a', '32k', '-write_xing', '0', '-id3v2_version', '0');
add('mp3NoTag', 'LAME, 32 kbit/s, 22.05 kHz, without any tag', 'untagged.mp3');
ffmpeg('16000.wav', 'v.ogg', '-c:a', 'libvorbis', '-q:a', '2');
add('vorbis', 'libvorbis, quality 2, 16 kHz', 'v.ogg');
ffmpeg('16000.wav', 'o.opus', '-c:a', 'libopus', '-b:a', '24k');
add('opus', 'libopus, 24 kbit/s', 'o.opus');
ffmpeg('16000.wav', 'f.oga', '-c:a', 'flac', '-sample_fmt', 's16');
add('oggFlac', 'FLAC in Ogg, 16 bit, 16 kHz', 'f.oga');
ffmpeg('16000.wav', 'a.m4a', '-b:a', '24k');
add('m4a', 'AAC in MP4', 'a.m4a');
const gains = [1, 0.5, 0.4, 0.3, 0.2, 0.1].map((gain, c) => `c${c}=${gain}*c0`).join('|');
ffmpeg('16000.wav', 'six.ogg', '-c:a', 'libvorbis', '-q:a', '2', '-af', `pan=5.1|${gains}`);
add('vorbisSix', 'libvorbis, quality 2, 16 kHz, 5.1; the channels are the tone times 1, 0.4, 0.5, 0.2, 0.1, 0.3', 'six.ogg');
ffmpeg('16000.wav', 'o.webm', '-c:a', 'libopus', '-b:a', '24k');
add('webm', 'libopus in WebM, 24 kbit/s', 'o.webm');
ffmpeg('16000.wav', 'v.webm', '-c:a', 'libvorbis', '-q:a', '2');
add('webmVorbis', 'libvorbis in WebM', 'v.webm');
ffmpeg('16000.wav', 'long-packets.opus', '-c:a', 'libopus', '-b:a', '24k', '-frame_duration', '60');
add('opus60', 'libopus, 24 kbit/s, packets of 60 ms', 'long-packets.opus');

const flac = (key, note, { bits, channels, length = 3000, options }) => {
  const bytes = Math.ceil(bits / 8);
  const raw = Buffer.alloc(length * channels * bytes);
  for (let c = 0; c < channels; c++)
    staircase(length, bits, c).forEach((value, n) => raw.writeIntLE(value, (n * channels + c) * bytes, bytes));
  writeFileSync(at('raw'), raw);
  const form = ['--force-raw-format', '--endian=little', '--sign=signed', '--sample-rate=16000', `--channels=${channels}`, `--bps=${bits}`];
  execFileSync('flac', ['--silent', '--force', '--no-padding', '--no-seektable', ...form, ...options, '-o', at('x.flac'), at('raw')]);
  add(key, note, 'x.flac');
};
flac('flac16Stereo', 'flac -8, 16 bit, stereo', { bits: 16, channels: 2, options: ['-8'] });
flac('flac16Fixed', 'flac -0 with blocks of 192, 16 bit, mono', { bits: 16, channels: 1, options: ['-0', '-b', '192'] });
flac('flac24', 'flac -5, 24 bit, stereo', { bits: 24, channels: 2, length: 1000, options: ['-5'] });
flac('flac8', 'flac -5, 8 bit, mono', { bits: 8, channels: 1, options: ['-5'] });
flac('flacSix', 'flac -8 with exhaustive search, 16 bit, 6 channels', { bits: 16, channels: 6, length: 500, options: ['-8', '-e', '-p'] });

const text = Object.entries(clips)
  .map(([key, { note, base64 }]) => `  /** ${note}. */\n  ${key}:\n    '${base64}',`)
  .join('\n');
writeFileSync(
  join(import.meta.dirname, 'clips.ts'),
  `// Made by make-clips.mjs from the signals of signals.ts; do not edit.\n\nconst BASE64 = {\n${text}\n};\n\n/** Encoded clips of synthetic sound, by name. */\nexport const clips: Record<keyof typeof BASE64, Uint8Array> = Object.fromEntries(\n  Object.entries(BASE64).map(([name, text]) => [name, Uint8Array.from(atob(text), (c) => c.charCodeAt(0))]),\n) as Record<keyof typeof BASE64, Uint8Array>;\n`,
);
rmSync(folder, { recursive: true });
for (const [key, { base64 }] of Object.entries(clips)) console.log(key, Math.round(base64.length * 0.75), 'bytes');
