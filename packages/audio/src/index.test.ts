import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import * as audio from './index.js';
import * as node from './node/index.js';

it('exports exactly the documented names', () => {
  expect(Object.keys(audio).sort()).toEqual([
    'SPEECH_LIMITS',
    'SampleQueue',
    'assessSpeech',
    'checkLevel',
    'createSpeechDetector',
    'cutSegment',
    'decodeAudio',
    'decodeAudioBlocks',
    'decodeRecording',
    'detectSpeech',
    'encodeWav',
    'measureLevel',
    'openMicrophone',
    'probeRecording',
    'removeDc',
    'resampleAudio',
    'sniffFormat',
    'toMono',
  ]);
  expect(Object.keys(node).sort()).toEqual(['probeAudio', 'readAudio', 'readAudioBlocks', 'readRecording', 'writeWav']);
});

it('needs nothing of Node outside the node entry', () => {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(file, 'utf8');
    expect(text, file).not.toMatch(/\b(process|Buffer)\.|\brequire\(|\b__dirname\b/);
    for (const [, target] of text.matchAll(/(?:from|import)\s*\(?'([^']+)'/g)) {
      expect(target, file).not.toMatch(/^node:/);
      if (target!.startsWith('.')) visit(join(dirname(file), target!.replace(/\.js$/, '.ts')));
    }
  };
  visit(fileURLToPath(new URL('./index.ts', import.meta.url)));
  expect([...seen].filter((file) => file.includes('/formats/')).length).toBeGreaterThan(5);
});
