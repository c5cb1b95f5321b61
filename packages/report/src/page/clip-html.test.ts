import { expect, it } from 'vitest';
import { waveformSvg } from '../charts/signal/waveform-svg.js';
import { clipHtml } from './clip-html.js';

const plots = [waveformSvg({ samples: [0, 1], sampleRate: 2 })];

it('clipHtml(page) holds the sound, the plots and the notes', () => {
  const page = clipHtml({
    title: 'a <b>.wav',
    subtitle: '1 s',
    plots,
    wav: Uint8Array.of(1, 2, 3),
    notes: ['Hm & so'],
  });
  expect(page).toContain('<title>a &lt;b&gt;.wav</title>');
  expect(page).toContain('aria-label="a &lt;b&gt;.wav" src="data:audio/wav;base64,AQID"');
  expect(page).toContain('<p class="warning">Hm &amp; so</p>');
  expect(page).toContain(plots[0]!);
});

it('clipHtml(page) has no player without a sound, and needs plots', () => {
  expect(clipHtml({ title: 'a', subtitle: '1 s', plots })).not.toContain('<audio');
  expect(() => clipHtml({ title: 'a', subtitle: '1 s', plots: [] })).toThrow('plots must be a list');
});
