/** The reason why a result may not be what the caller expects. */
export interface DspWarning {
  /**
   * `EMPTY_MEL_BANDS`: some mel filters cover no bin of the spectrum and always give 0. `SHORT_SIGNAL`: the signal is
   * shorter than one transform. `FEW_PERIODS`: fewer than two periods of the lowest pitch fit into a frame. `NO_PITCH`:
   * the tuning of a signal without pitch was estimated, and is 0.
   */
  readonly code: 'EMPTY_MEL_BANDS' | 'SHORT_SIGNAL' | 'FEW_PERIODS' | 'NO_PITCH';
  /** A sentence with the numbers of the case, and what to change. */
  readonly message: string;
}

/** The option of functions that warn. */
export interface WarningOptions {
  /** Called for each warning. Default: `console.warn`, once per code. */
  readonly onWarning?: ((warning: DspWarning) => void) | undefined;
}

const shown = new Set<DspWarning['code']>();

/** Gives a warning to the caller's function, or shows the first of its code on the console. */
export function warn({ onWarning }: WarningOptions, code: DspWarning['code'], message: string): void {
  if (onWarning) onWarning({ code, message });
  else if (!shown.has(code)) {
    shown.add(code);
    const { console } = globalThis as { readonly console?: { warn(text: string): void } };
    console?.warn(`@ser/dsp: ${message}`);
  }
}
