// Every wait has a deadline, and says what it waited for.

export const usualDeadline = 10_000;

export function within<T>(promise: Promise<T>, what: string, ms = usualDeadline): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what}: not within ${ms} ms`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

// Asks again and again until `probe` gives something. For what can only be asked for, like an HTTP answer.
export async function until<T>(probe: () => Promise<T | undefined>, what: string, ms = usualDeadline): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
