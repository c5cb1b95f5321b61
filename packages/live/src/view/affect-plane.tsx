import type { Session } from '../session/session.js';
import { colorOf, EmotionMark, shapeOf } from './emotion-mark.js';
import { capital } from './format.js';

/** Half the side of the drawing. */
const SIZE = 120;

/** Half the side of the plane in it. */
const PLANE = 100;

const x = (valence: number): number => PLANE * valence;
const y = (arousal: number): number => -PLANE * arousal;

/** The plane of valence and arousal: where the answers are, and where they were. */
export function AffectPlane({ session }: { readonly session: Session }) {
  const trail = session.trail.value;
  const last = trail.at(-1);
  const label = session.now.value?.answer.label;
  const words = last
    ? `Valence ${last.valence.toFixed(2)}, arousal ${last.arousal.toFixed(2)}`
    : 'No point yet: nothing was recognized';
  return (
    <section class="card plane" aria-labelledby="plane-title">
      <h2 id="plane-title">Valence and arousal</h2>
      <svg viewBox={`${-SIZE} ${-SIZE} ${2 * SIZE} ${2 * SIZE}`} role="img" aria-label={words}>
        <rect class="frame" x={-PLANE} y={-PLANE} width={2 * PLANE} height={2 * PLANE} rx="6" />
        <path class="axis" d={`M${-PLANE} 0H${PLANE}M0 ${-PLANE}V${PLANE}`} />
        <text class="axis-name" x="0" y={-PLANE - 7} text-anchor="middle">
          excited
        </text>
        <text class="axis-name" x="0" y={PLANE + 14} text-anchor="middle">
          calm
        </text>
        <text class="axis-name" transform={`translate(${-PLANE - 7} 0) rotate(-90)`} text-anchor="middle">
          unpleasant
        </text>
        <text class="axis-name" transform={`translate(${PLANE + 14} 0) rotate(-90)`} text-anchor="middle">
          pleasant
        </text>
        {session.labels.value.map(
          ({ label, affect }) =>
            affect && (
              <g
                key={label}
                transform={`translate(${x(affect.valence)} ${y(affect.arousal)})`}
                style={{ color: colorOf(label) }}
              >
                <path class="landmark" d={shapeOf(label)} transform="scale(.36) translate(-12 -12)" />
              </g>
            ),
        )}
        {trail.map(({ valence, arousal, seconds }, i) => (
          <circle
            key={seconds}
            class="trail"
            cx={x(valence)}
            cy={y(arousal)}
            r="2.4"
            opacity={0.15 + (0.6 * (i + 1)) / trail.length}
          />
        ))}
        {last && (
          <circle
            class="point"
            cx={x(last.valence)}
            cy={y(last.arousal)}
            r="7"
            style={{ color: label ? colorOf(label) : 'var(--ink)' }}
          />
        )}
      </svg>
      <ul class="legend">
        {session.labels.value.map(({ label }) => (
          <li key={label}>
            <EmotionMark label={label} size={10} /> {capital(label)}
          </li>
        ))}
      </ul>
    </section>
  );
}
