/** Shapes of emotions on a square of 24 units: each differs, so that no one needs to see its color. */
const SHAPES: Readonly<Record<string, string>> = {
  angry: 'M12 2 23 21H1Z',
  disgusted: 'M12 1.5 22.5 9.4 18.5 22h-13L1.5 9.4Z',
  fearful: 'M12 1 22 12 12 23 2 12Z',
  happy: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Z',
  neutral: 'M3 3h18v18H3Z',
  sad: 'M12 22 1 3h22Z',
  surprised: 'm12 1 3.2 7.3 7.8.7-5.9 5.2L18.9 22 12 17.9 5.1 22l1.8-7.8L1 9l7.8-.7Z',
};

/** The shape of an emotion that is not in the table: a cross. */
const OTHER = 'M9 2h6v7h7v6h-7v7H9v-7H2V9h7Z';

/** Returns the outline of an emotion, on a square of 24 units. */
export const shapeOf = (label: string): string => SHAPES[label] ?? OTHER;

/** Returns the CSS color of an emotion, for the theme of the page. */
export const colorOf = (label: string): string => `var(--${label in SHAPES ? label : 'other'})`;

/** The shape of an emotion in its color. It has no name: text next to it says the emotion. */
export function EmotionMark({ label, size = 16 }: { readonly label: string; readonly size?: number }) {
  return (
    <svg
      class="mark"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
      style={{ color: colorOf(label) }}
    >
      <path d={shapeOf(label)} fill="currentColor" />
    </svg>
  );
}
