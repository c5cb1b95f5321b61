import { useRef } from 'preact/hooks';
import type { ClipSummary } from '../personal/personal-model.js';
import type { FineTuning, ModelChoice } from '../personal/personal-store.js';
import type { Session } from '../session/session.js';
import { EmotionMark } from './emotion-mark.js';
import { bytes, capital } from './format.js';

interface Props {
  readonly session: Session;
}

/** Records clips of an emotion, and takes over segments that are labelled by hand. */
function NewClips({ session }: Props) {
  const choice = useRef<HTMLSelectElement>(null);
  const { personal, status, segments, labels } = session;
  const recording = personal.recording.value;
  const labelled = segments.value.filter(({ byHand, isKept }) => byHand !== undefined && !isKept).length;
  const isIdle = status.value === 'ready' && personal.progress.value === undefined;
  return (
    <div class="row">
      <select ref={choice} aria-label="Emotion of the clips" disabled={!isIdle}>
        {labels.value.map(({ label }) => (
          <option key={label} value={label}>
            {capital(label)}
          </option>
        ))}
      </select>
      {recording === undefined ? (
        <button type="button" disabled={!isIdle} onClick={() => void session.recordClips(choice.current!.value)}>
          <span class="dot" aria-hidden="true" /> Record clips
        </button>
      ) : (
        <button type="button" disabled={status.value !== 'listening'} onClick={() => void session.stop()}>
          <span class="dot recording" aria-hidden="true" /> End the clips
        </button>
      )}
      <button type="button" disabled={labelled === 0} onClick={() => session.keepLabelled()}>
        Add labelled segments ({labelled})
      </button>
    </div>
  );
}

/** Number of clips of each emotion. */
function Counts({ session }: Props) {
  const counts = session.personal.counts.value;
  return (
    <ul class="counts" aria-label="Clips of each emotion">
      {session.labels.value.map(({ label }) => (
        <li key={label} class={counts.has(label) ? undefined : 'quiet'}>
          <EmotionMark label={label} size={12} /> {capital(label)} <span class="number">{counts.get(label) ?? 0}</span>
        </li>
      ))}
    </ul>
  );
}

function ClipRow({ session, clip }: Props & { readonly clip: ClipSummary }) {
  const { id, emotion, source, seconds } = clip;
  const name = `${emotion}, ${seconds.toFixed(1)} s, ${source}`;
  return (
    <li>
      <button type="button" class="play" aria-label={`Play ${name}`} onClick={() => void session.playClip(id)}>
        <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
          <path d="M2 1l9 5-9 5z" fill="currentColor" />
        </svg>
      </button>
      <span class="segment-label">
        <EmotionMark label={emotion} size={14} /> {capital(emotion)}
        <span class="number quiet">{seconds.toFixed(1)} s</span>
      </span>
      <span class="quiet clip-source">{source}</span>
      <button type="button" aria-label={`Delete ${name}`} onClick={() => session.personal.deleteClips([id])}>
        Delete
      </button>
    </li>
  );
}

/** What was measured of the model of the user. */
function Measured({ clips, before, after }: FineTuning) {
  const rows = [
    ['Model of the page', before],
    ['Your model', after],
  ] as const;
  return (
    <div class="measured">
      <dl class="measures">
        {rows.map(([name, right]) => (
          <div key={name} class="measure">
            <dt>{name}</dt>
            <dd>
              <span class="bar" aria-hidden="true">
                <span style={{ transform: `scaleX(${right / clips})`, backgroundColor: 'var(--control)' }} />
              </span>
              <span class="number">
                {right} of {clips}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <p class="hint">
        Clips recognized. Each was left out once, and recognized by a model that was fine-tuned on the others. Other
        voices and rooms may differ.
      </p>
    </div>
  );
}

/** Chooses the model that answers. */
function Choice({ session }: Props) {
  const { personal, status } = session;
  const models: readonly (readonly [ModelChoice, string])[] = [
    ['carried', 'Model of the page'],
    ['personal', 'Your model'],
  ];
  return (
    <fieldset class="choice">
      <legend>Answers come from</legend>
      {models.map(([value, name]) => (
        <label key={value}>
          <input
            type="radio"
            name="model"
            value={value}
            checked={personal.choice.value === value}
            disabled={status.value !== 'ready'}
            onChange={() => personal.choose(value)}
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}

/** Clips of the user, and the model that is fine-tuned on them. */
export function PersonalPanel({ session }: Props) {
  const { personal, status } = session;
  const kept = personal.kept.value;
  if (!kept) return null;
  const { clips, fineTuning, leastClips } = kept;
  const progress = personal.progress.value;
  const isIdle = status.value === 'ready' && progress === undefined;
  const isEmpty = clips.length === 0 && !fineTuning;
  return (
    <section class="card personal" aria-labelledby="personal-title">
      <div class="card-head">
        <h2 id="personal-title">
          Your model <span class="quiet number">{clips.length > 0 && `${clips.length} clips`}</span>
        </h2>
        {!isEmpty && <span class="hint">{bytes(kept.bytes)} in this browser, nowhere else</span>}
      </div>
      <p class="hint">
        Record yourself, or label segments above, and the last layer of the model learns from them. It needs at least{' '}
        {leastClips} clips of each of 2 emotions; 5 are better.
      </p>
      <NewClips session={session} />
      <Counts session={session} />
      {clips.length > 0 && (
        <details>
          <summary>Clips</summary>
          <ol class="rows clip-list">
            {clips.map((clip) => (
              <ClipRow key={clip.id} session={session} clip={clip} />
            ))}
          </ol>
        </details>
      )}
      {progress !== undefined && <progress aria-label="Fine-tuning" max={1} value={progress} />}
      {fineTuning && <Measured {...fineTuning} />}
      {fineTuning && <Choice session={session} />}
      <div class="row">
        <button
          type="button"
          class="primary"
          disabled={!isIdle || !personal.canFineTune.value}
          onClick={() => personal.fineTune()}
        >
          Fine-tune
        </button>
        <button type="button" disabled={!isIdle || !fineTuning} onClick={() => personal.exportModel()}>
          Export the model
        </button>
        <button
          type="button"
          disabled={!isIdle || isEmpty}
          onClick={() => window.confirm('Delete all clips and your model?') && personal.deleteAll()}
        >
          Delete all
        </button>
      </div>
    </section>
  );
}
