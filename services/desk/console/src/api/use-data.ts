import { useCallback, useEffect, useRef, useState } from 'react';
import type { DeskError } from './client.ts';

export interface Loaded<T> {
  data: T | null;
  error: DeskError | null;
  loading: boolean;
  /** Asks again and keeps what is shown meanwhile. */
  reload(): void;
}

/** Loads by `load`, again whenever `key` changes; an answer that comes too late is dropped. */
export function useData<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string; data: T | null; error: DeskError | null }>({
    key,
    data: null,
    error: null,
  });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` is how a reload is asked for
  useEffect(() => {
    let current = true;
    latest.current().then(
      (data) => current && setState({ key, data, error: null }),
      (error) => current && setState({ key, data: null, error }),
    );
    return () => {
      current = false;
    };
  }, [key, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  const fresh = state.key === key;
  return {
    data: fresh ? state.data : null,
    error: fresh ? state.error : null,
    loading: !fresh || (state.data === null && state.error === null),
    reload,
  };
}
