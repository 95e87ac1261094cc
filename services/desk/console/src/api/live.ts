import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import type { LiveKind, LiveMessage } from '../../../src/api/schema.ts';

type Listener = (message: LiveMessage) => void;

/** Milliseconds until a connection that the server refused is tried again; the browser retries the others itself. */
const RETRY = 3_000;

// One connection for the whole console: browsers allow few of them to one server.
let source: EventSource | null = null;
let isLive = false;
const listeners = new Map<LiveKind | 'ready', Set<Listener>>();
const onState = new Set<() => void>();

function connect(): EventSource {
  const opened = new EventSource('/api/desk/events');
  for (const kind of ['case', 'petition', 'quarantine', 'channels', 'summary', 'ready'] as const) {
    opened.addEventListener(kind, (event) => {
      const message = kind === 'ready' ? { ids: [], more: true } : (JSON.parse(event.data) as LiveMessage);
      for (const listener of listeners.get(kind) ?? []) listener(message);
    });
  }
  opened.onopen = () => setLive(true);
  opened.onerror = () => {
    setLive(false);
    if (opened.readyState !== EventSource.CLOSED || source !== opened) return;
    setTimeout(() => {
      if (source === opened) source = connect();
    }, RETRY);
  };
  return opened;
}

function setLive(now: boolean): void {
  isLive = now;
  for (const listener of onState) listener();
}

/** Whether changes come in as they happen. */
export function useIsLive(): boolean {
  return useSyncExternalStore(
    (listener) => {
      onState.add(listener);
      return () => void onState.delete(listener);
    },
    () => isLive,
  );
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

/** `work`, at most once in so many milliseconds however often it is called; the last call is never lost. */
export function usePaced(milliseconds: number, work: () => void): () => void {
  const latest = useRef(work);
  latest.current = work;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      latest.current();
    }, milliseconds);
  }, [milliseconds]);
}

/** After signing out: the next one who signs in gets a connection of their own. */
export function disconnect(): void {
  source?.close();
  source = null;
  setLive(false);
}
