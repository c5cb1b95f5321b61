// The whole app: it loads the pretrained model and recognizes a recording when the test asks for it.
import { loadRecognizer } from 'ser';

globalThis.recognize = async (bytes, options) => {
  const recognizer = await loadRecognizer(undefined, options);
  try {
    return await recognizer.predict(Uint8Array.from(bytes));
  } finally {
    await recognizer.dispose();
  }
};
