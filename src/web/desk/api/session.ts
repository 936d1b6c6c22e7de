const listeners = new Set<() => void>();

/** Hears of it when the server no longer knows who asks: the session ended, here or elsewhere. */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function tellSignedOut(): void {
  listeners.forEach((listener) => listener());
}
