/** Waits for an answer, but not for ever. */

/** What `promise` gives, or `otherwise` when it takes longer than `limitMs`; rejects when `promise` does before. */
export async function within<T, O>(promise: Promise<T>, limitMs: number, otherwise: O): Promise<T | O> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<O>((resolve) => {
    timer = setTimeout(resolve, limitMs, otherwise);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
