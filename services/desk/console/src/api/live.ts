import { useEffect, useRef } from 'react';
import type { LiveKind, LiveMessage } from '../../../src/api/schema.ts';

type Listener = (message: LiveMessage) => void;

// One connection for the whole console: browsers allow few of them to one server.
let source: EventSource | null = null;
const listeners = new Map<LiveKind | 'ready', Set<Listener>>();

function connect(): EventSource {
  const opened = new EventSource('/api/desk/events');
  for (const kind of ['case', 'petition', 'quarantine', 'channels', 'summary', 'ready'] as const) {
    opened.addEventListener(kind, (event) => {
      const message = kind === 'ready' ? { ids: [], more: true } : (JSON.parse(event.data) as LiveMessage);
      for (const listener of listeners.get(kind) ?? []) listener(message);
    });
  }
  return opened;
}

/** Calls `listener` when something of the kind changed at the desk; `ready` after each (re)connection. */
export function useLive(kind: LiveKind | 'ready', listener: Listener): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    source ??= connect();
    const call: Listener = (message) => latest.current(message);
    const set = listeners.get(kind) ?? new Set();
    listeners.set(kind, set.add(call));
    return () => void set.delete(call);
  }, [kind]);
}

/** After signing out: the next one who signs in gets a connection of their own. */
export function disconnect(): void {
  source?.close();
  source = null;
}
