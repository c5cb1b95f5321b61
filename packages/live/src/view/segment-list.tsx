import { EXPORT_FORMATS, type ExportFormat } from '../annotation/export-segments.js';
import { type LiveSegment, labelOf } from '../annotation/segment.js';
import { saveFile } from '../session/save-file.js';
import type { Session } from '../session/session.js';
import { EmotionMark } from './emotion-mark.js';
import { capital, clock, percent } from './format.js';

/** Returns the name of an export: that of the recording without its ending. */
const fileName = (source: string, { extension }: ExportFormat): string =>
  `${source.replace(/\.[^.]*$/, '').replace(/[^\p{L}\p{N}_-]+/gu, '-') || 'recording'}.${extension}`;

function Exports({ session }: { readonly session: Session }) {
  const segments = session.segments.value;
  return (
    <fieldset class="exports">
      <legend class="visually-hidden">Export</legend>
      {EXPORT_FORMATS.map((format) => (
        <button
          key={format.name}
          type="button"
          disabled={segments.length === 0}
          onClick={() =>
            saveFile(
              fileName(session.sourceName.value, format),
              format.type,
              format.format(segments, session.seconds.value),
            )
          }
        >
          {format.name}
        </button>
      ))}
    </fieldset>
  );
}

interface RowProps {
  readonly session: Session;
  readonly segment: LiveSegment;
  readonly index: number;
}

function Row({ session, segment, index }: RowProps) {
  const { start, end, answer, byHand } = segment;
  const time = `${clock(start)} – ${clock(end)}`;
  return (
    <li data-label={answer.label} data-confidence={answer.confidence}>
      <button
        type="button"
        class="play"
        aria-label={`Show and play ${clock(start)} to ${clock(end)}`}
        onClick={() => {
          session.cursor.value = Math.min(session.seconds.value, end + 0.5);
          void session.play(start, end);
        }}
      >
        <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
          <path d="M2 1l9 5-9 5z" fill="currentColor" />
        </svg>
      </button>
      <span class="time number">{time}</span>
      <span class="segment-label">
        <EmotionMark label={labelOf(segment)} size={14} />
        {capital(answer.label)} <span class="number quiet">{percent(answer.confidence)}</span>
        {answer.uncertain && (
          <span class="tag" title={answer.uncertain.message}>
            uncertain: {answer.uncertain.reason}
          </span>
        )}
      </span>
      <select
        aria-label={`Label by hand, ${clock(start)} to ${clock(end)}`}
        value={byHand ?? ''}
        onChange={({ currentTarget }) => session.label(index, currentTarget.value || undefined)}
      >
        <option value="">Label …</option>
        {session.labels.value.map(({ label }) => (
          <option key={label} value={label}>
            {capital(label)}
          </option>
        ))}
      </select>
    </li>
  );
}

/** The segments of the recording, the newest first. */
export function SegmentList({ session }: { readonly session: Session }) {
  const segments = session.segments.value;
  return (
    <section class="card segments" aria-labelledby="segments-title">
      <div class="card-head">
        <h2 id="segments-title">
          Segments <span class="quiet number">{segments.length || ''}</span>
        </h2>
        <Exports session={session} />
      </div>
      {segments.length === 0 ? (
        <p class="hint">Each spoken segment appears here with its answer. You can play it, and label it by hand.</p>
      ) : (
        <ol reversed class="rows segment-list">
          {segments
            .map((segment, index) => ({ segment, index }))
            .reverse()
            .map(({ segment, index }) => (
              <Row key={segment.start} session={session} segment={segment} index={index} />
            ))}
        </ol>
      )}
    </section>
  );
}
