// A page without a framework: choose a recording, and read what it sounds like. Nothing leaves the page.
//   npx vite web/plain

import { loadRecognizer } from 'ser';

const input = document.querySelector('input')!;
const status = document.querySelector('p')!;

const recognizer = await loadRecognizer();
status.textContent = 'Choose a recording.';

input.addEventListener('change', async () => {
  const file = input.files?.[0];
  if (!file) return;
  status.textContent = 'Listening …';
  try {
    const { label, confidence, uncertain } = await recognizer.predict(file);
    status.textContent = `${label}, ${Math.round(100 * confidence)} %${uncertain ? ` (${uncertain.message})` : ''}`;
  } catch (error) {
    status.textContent = error instanceof Error ? error.message : String(error);
  }
});
