import type { Session } from '../session/session.js';
import type { Status } from '../session/state.js';
import { capital, clock, percent } from './format.js';

const STATUS: Readonly<Record<Status, string>> = {
  loading: 'Loading the model',
  ready: 'Ready',
  asking: 'Waiting for permission',
  listening: 'Listening',
  reading: 'Reading the file',
  broken: 'Not available',
};

/** What the page is doing, and what went wrong. */
export function Messages({ session }: { readonly session: Session }) {
  const { failure, note, muted, status, sourceName } = session;
  const problem = failure.value;
  const doing =
    session.isBusy.value && sourceName.value ? `${STATUS[status.value]}: ${sourceName.value}` : STATUS[status.value];
  return (
    <div class="messages">
      <p class="status" data-status={status.value}>
        {doing}
        {note.value && <span> · {note.value}</span>}
      </p>
      {problem && (
        <p class="failure" role="alert">
          <strong>{capital(problem.message)}.</strong> {problem.hint}
        </p>
      )}
      {muted.value && (
        <p class="failure" role="alert">
          <strong>The microphone is muted.</strong> The system or the headset sends silence. Unmute it there.
        </p>
      )}
    </div>
  );
}

/** Reads each final answer to screen readers. */
export function Announcer({ session }: { readonly session: Session }) {
  const last = session.segments.value.at(-1);
  return (
    <p class="visually-hidden" role="status">
      {last &&
        `${capital(last.answer.label)}, ${percent(last.answer.confidence)}${last.answer.uncertain ? ', uncertain' : ''}, from ${clock(last.start)} to ${clock(last.end)}`}
    </p>
  );
}
