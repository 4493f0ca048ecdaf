// Every wait has a deadline, and says what it waited for.

// Under a sanitizer, a server is several times slower than those that the deadlines are for: all of them, the runners' own
// included, are so many times as long.
export const patience = Number(process.env.WENZHENG_PATIENCE ?? 1);

export const usualDeadline = 10_000;

export function within<T>(promise: Promise<T>, what: string, ms = usualDeadline): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what}: not within ${ms * patience} ms`)), ms * patience);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

// Asks again and again until `probe` gives something. For what can only be asked for, like an HTTP answer.
export async function until<T>(probe: () => Promise<T | undefined>, what: string, ms = usualDeadline): Promise<T> {
  const deadline = Date.now() + ms * patience;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${ms * patience} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
