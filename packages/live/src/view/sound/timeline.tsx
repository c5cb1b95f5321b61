import { labelOf } from '../../annotation/segment.js';
import type { Session } from '../../session/session.js';
import { colorOf, EmotionMark } from '../emotion-mark.js';
import { capital, clock } from '../format.js';
import { Scope } from './scope.js';

/** Narrowest segment with its shape, as a share of the timeline. */
const ROOM_FOR_MARK = 0.03;

/** The segments of the whole recording. */
function Strip({ session }: { readonly session: Session }) {
  const duration = Math.max(session.seconds.value, 1);
  return (
    <div class="strip" aria-hidden="true">
      {session.segments.value.map((segment) => {
        const label = labelOf(segment);
        const [left, width] = [segment.start / duration, (segment.end - segment.start) / duration];
        return (
          <span
            key={segment.start}
            title={`${capital(label)}, ${clock(segment.start)} to ${clock(segment.end)}`}
            style={{ left: `${100 * left}%`, width: `${100 * width}%`, color: colorOf(label) }}
          >
            {width > ROOM_FOR_MARK && <EmotionMark label={label} size={12} />}
          </span>
        );
      })}
    </div>
  );
}

/** The position in the recording that the pictures show. */
function Scrubber({ session }: { readonly session: Session }) {
  const seconds = session.seconds.value;
  const cursor = session.cursor.value;
  const at = cursor ?? seconds;
  return (
    <div class="scrubber">
      <input
        type="range"
        aria-label="Position in the recording"
        aria-valuetext={`${clock(at)} of ${clock(seconds)}`}
        min={0}
        max={Math.max(seconds, 0.1)}
        step={0.1}
        value={at}
        disabled={seconds === 0}
        onInput={({ currentTarget }) => {
          const value = Number(currentTarget.value);
          session.cursor.value = value >= seconds - 0.1 ? undefined : value;
        }}
      />
      <span class="number">
        {clock(at)} / {clock(seconds)}
      </span>
      <button
        type="button"
        disabled={cursor === undefined}
        onClick={() => {
          session.cursor.value = undefined;
        }}
      >
        Go to the end
      </button>
    </div>
  );
}

/** The moving pictures, and the timeline below them. */
export function Timeline({ session }: { readonly session: Session }) {
  return (
    <section class="card timeline" aria-labelledby="sound-title">
      <h2 id="sound-title">Sound</h2>
      <Scope session={session} />
      <Strip session={session} />
      <Scrubber session={session} />
    </section>
  );
}
