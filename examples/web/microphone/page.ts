// Recognizes the emotion of a voice while it speaks. The finished page, with a chart and enrollment: `ser live`.
//   npx vite web/microphone

import { type Microphone, openMicrophone } from '@ser/audio';
import { loadRecognizer } from 'ser';

const button = document.querySelector('button')!;
const status = document.querySelector('p')!;
const segments = document.querySelector('ol')!;

const recognizer = await loadRecognizer();
const percent = (share: number): string => `${Math.round(100 * share)} %`;

let microphone: Microphone | undefined;

async function listen(): Promise<void> {
  microphone = await openMicrophone({ keep: false });
  button.textContent = 'Stop';
  status.textContent = 'Speak.';
  for await (const event of recognizer.stream(microphone)) {
    if (event.kind === 'update') status.textContent = `${event.smoothed.label} ${percent(event.smoothed.confidence)}`;
    if (event.kind === 'final') {
      const item = document.createElement('li');
      item.textContent = `${event.start.toFixed(1)} – ${event.end.toFixed(1)} s: ${event.answer.label} ${percent(event.answer.confidence)}`;
      segments.append(item);
    }
  }
}

button.addEventListener('click', async () => {
  if (microphone) return void microphone.stop(); // Ends the stream, after its last answer.
  button.disabled = true;
  try {
    const listening = listen();
    button.disabled = false;
    await listening;
    status.textContent = 'Stopped.';
  } catch (error) {
    status.textContent = error instanceof Error ? error.message : String(error);
  }
  microphone = undefined;
  button.textContent = 'Start';
});

button.disabled = false;
status.textContent = 'Press Start, and allow the microphone.';
