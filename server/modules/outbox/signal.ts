type Listener = () => void;

/** All of the process: a shop that is woken for another's event finds nothing to do and sleeps on. */
const listeners = new Set<Listener>();

/** Calls back whenever something was enqueued in this process; the answer ends that. */
export function onEnqueued(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Says that something is being enqueued: its transaction may still be open, or be rolled back. */
export function signalEnqueued(): void {
  for (const listener of listeners) listener();
}
