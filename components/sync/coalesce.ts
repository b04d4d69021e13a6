/** The longest that a hidden tab, which draws no frames, puts the work off, in milliseconds. */
const HIDDEN_DELAY = 200;

export interface Coalesced {
  schedule(): void;
  cancel(): void;
}

/** Runs `work` once before the next frame, however often it is asked for. */
export function coalesce(work: () => void): Coalesced {
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = 0;
  };
  const run = (): void => {
    cancel();
    work();
  };
  return {
    schedule() {
      if (frame !== 0) return;
      frame = requestAnimationFrame(run);
      timer = setTimeout(run, HIDDEN_DELAY);
    },
    cancel,
  };
}
