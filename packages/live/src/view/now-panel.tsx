import type { Session } from '../session/session.js';
import { colorOf, EmotionMark } from './emotion-mark.js';
import { capital, percent } from './format.js';

/** The probability of each emotion. */
function Bars({ session }: { readonly session: Session }) {
  const probabilities = session.now.value?.answer.probabilities ?? [];
  return (
    <ul class="bars" aria-label="Probability of each emotion">
      {session.labels.value.map(({ label }) => {
        const probability = probabilities.find((one) => one.label === label)?.probability ?? 0;
        return (
          <li key={label}>
            <EmotionMark label={label} size={12} />
            <span class="bar-name">{label}</span>
            <span class="bar" aria-hidden="true">
              <span style={{ transform: `scaleX(${probability})`, backgroundColor: colorOf(label) }} />
            </span>
            <span class="number">{percent(probability)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** The emotion of the last seconds of speech. */
export function NowPanel({ session }: { readonly session: Session }) {
  const now = session.now.value;
  const uncertain = now?.answer.uncertain;
  const when = !now ? '' : now.isFinal ? 'the last segment' : 'the last seconds of speech';
  return (
    <section class="card now" aria-labelledby="now-title">
      <h2 id="now-title">Emotion{when && <span class="quiet"> of {when}</span>}</h2>
      <div class={`answer${uncertain ? ' is-uncertain' : ''}`}>
        {now ? (
          <>
            <EmotionMark label={now.answer.label} size={44} />
            <p class="word">{capital(now.answer.label)}</p>
            <p class="confidence number">{percent(now.answer.confidence)}</p>
          </>
        ) : (
          <p class="word empty">{session.status.value === 'listening' ? 'Say something' : 'No sound yet'}</p>
        )}
      </div>
      <Bars session={session} />
      <p class="doubt">
        {uncertain && (
          <>
            <strong>Uncertain ({uncertain.reason}):</strong> {uncertain.message}.
          </>
        )}
      </p>
    </section>
  );
}
