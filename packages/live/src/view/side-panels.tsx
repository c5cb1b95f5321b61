import type { Session } from '../session/session.js';
import { ENROLLMENT_SECONDS } from '../worker/messages.js';
import { percent } from './format.js';

/** Adapts the model to the voice of the user. */
export function EnrollmentPanel({ session }: { readonly session: Session }) {
  const heard = session.enrolling.value;
  const isEnrolled = session.speaker.value !== undefined;
  const isPersonal = session.personal.choice.value === 'personal';
  const canStart = ['ready', 'listening'].includes(session.status.value) && heard === undefined && !isPersonal;
  return (
    <section class="card" aria-labelledby="enrollment-title">
      <h2 id="enrollment-title">Your voice</h2>
      {heard === undefined ? (
        <p class="hint">
          {isPersonal
            ? 'Your model answers, which is made of your own clips.'
            : isEnrolled
              ? 'Answers are for your voice. This browser keeps its statistics, and no sound.'
              : `Speak neutrally for ${ENROLLMENT_SECONDS} seconds, and the answers are for your voice.`}
        </p>
      ) : (
        <p class="hint" role="status">
          Speak neutrally, for example read a text aloud.
        </p>
      )}
      {!session.usesProfiles.value && !isPersonal && (
        <p class="hint">
          This model subtracts the mean of each clip, so a profile changes next to nothing: your own clips do more.
        </p>
      )}
      {heard !== undefined && (
        <progress aria-label="Neutral speech" max={ENROLLMENT_SECONDS} value={Math.min(heard, ENROLLMENT_SECONDS)} />
      )}
      <div class="row">
        <button type="button" disabled={!canStart} onClick={() => void session.enroll()}>
          {isEnrolled ? 'Enroll again' : 'Enroll your voice'}
        </button>
        {isEnrolled && (
          <button type="button" disabled={heard !== undefined} onClick={() => session.forget()}>
            Forget it
          </button>
        )}
      </div>
    </section>
  );
}

const milliseconds = (value: number | undefined): string => (value === undefined ? '–' : `${Math.round(value)} ms`);

/** How fast the page answers, and at what cost. */
export function FiguresPanel({ session }: { readonly session: Session }) {
  const { updateMs, finalMs, load, sampleRate, skipped } = session.figures.value;
  const figures: readonly (readonly [string, string])[] = [
    ['Sound to update', milliseconds(updateMs)],
    ['End of speech to answer', milliseconds(finalMs)],
    ['Load of one core', load === undefined ? '–' : percent(load)],
    ['Sample rate', sampleRate === undefined ? '–' : `${sampleRate / 1000} kHz`],
    ['Updates left out', String(skipped)],
  ];
  return (
    <section class="card" aria-labelledby="figures-title">
      <h2 id="figures-title">Speed</h2>
      <dl class="figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="number">{value}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">A segment ends after a pause of 0.2 s, which the second figure includes.</p>
    </section>
  );
}
