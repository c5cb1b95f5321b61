// The same as web/plain in React: a hook that loads the model once, and a component that uses it.
//   npx vite web/react

import { type ChangeEvent, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { loadRecognizer, type Recognizer, type RecordingPrediction } from 'ser';

/** The recognizer; undefined while it loads. It is disposed of with the component. */
function useRecognizer(): Recognizer | undefined {
  const [recognizer, setRecognizer] = useState<Recognizer>();
  useEffect(() => {
    const loading = loadRecognizer();
    loading.then(setRecognizer);
    return () => void loading.then((loaded) => loaded.dispose());
  }, []);
  return recognizer;
}

function EmotionOfFile() {
  const recognizer = useRecognizer();
  const [answer, setAnswer] = useState<RecordingPrediction>();
  const [problem, setProblem] = useState<string>();

  const predict = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    if (!file || !recognizer) return;
    setAnswer(undefined);
    setProblem(undefined);
    try {
      setAnswer(await recognizer.predict(file));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };

  return (
    <>
      <h1>Emotion of a file</h1>
      <label>
        Recording <input type="file" accept="audio/*" disabled={!recognizer} onChange={predict} />
      </label>
      <p role="status">
        {problem ??
          (answer
            ? `${answer.label}, ${Math.round(100 * answer.confidence)} %`
            : recognizer
              ? 'Choose a recording.'
              : 'Loading the model …')}
      </p>
    </>
  );
}

createRoot(document.querySelector('main')!).render(<EmotionOfFile />);
