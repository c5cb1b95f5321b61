import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Session } from '../../session/session.js';
import { ScopeDrawing } from './scope-drawing.js';

/** Milliseconds between two pictures for users who want less motion. */
const CALM_MS = 500;

/** The waveform and the mel spectrogram, scrolling. */
export function Scope({ session }: { readonly session: Session }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const drawing = new ScopeDrawing(canvas.current!);
    const calm = matchMedia('(prefers-reduced-motion: reduce)');
    const dark = matchMedia('(prefers-color-scheme: dark)');
    let asked = 0;
    let drawn = 0;
    const draw = (time: number): void => {
      asked = 0;
      const following = session.cursor.value === undefined;
      if (calm.matches && following && time - drawn < CALM_MS) {
        ask();
        return;
      }
      drawn = time;
      const end = session.cursor.value ?? session.seconds.value;
      drawing.draw({ history: session.pictures.value, segments: session.segments.value, end });
    };
    // A hidden tab gets no animation frames, so that nothing is drawn there.
    const ask = (): void => {
      asked ||= requestAnimationFrame(draw);
    };
    const stopEffect = effect(() => {
      void [session.seconds.value, session.cursor.value, session.segments.value, session.pictures.value];
      ask();
    });
    const resized = new ResizeObserver(ask);
    resized.observe(canvas.current!);
    dark.addEventListener('change', ask);
    return () => {
      stopEffect();
      resized.disconnect();
      dark.removeEventListener('change', ask);
      cancelAnimationFrame(asked);
    };
  }, [session]);
  return (
    <canvas ref={canvas} class="scope" role="img" aria-label="Waveform and mel spectrogram of the last eight seconds" />
  );
}
