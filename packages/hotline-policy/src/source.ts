import { type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';
import { PolicyError } from './errors.ts';
import { parsePolicy, readPolicyFile } from './load.ts';
import type { Policy, PolicySource } from './port.ts';

/** A policy that never changes: for tests and for one run over a file. */
export function fixedPolicy(policy: Policy): PolicySource {
  return { current: () => policy, close: () => undefined };
}

export interface WatchOptions {
  /** Quiet time after a change before the file is read: editors write in several steps. Milliseconds. */
  settleMs?: number;
  /** How often the file is read where the system tells nothing of changes (network folders, mounted config maps). */
  pollMs?: number;
  /** A changed file was taken up. */
  onReload?(policy: Policy): void;
}

/**
 * Loads a policy and follows its file: a changed one is taken up without a restart, a bad one is refused and reported
 * to `onProblem` (once for each content), and the old one stays. Throws PolicyError when the first load fails.
 */
export function watchPolicy(
  path: string,
  onProblem: (problem: PolicyError) => void,
  { settleMs = 200, pollMs = 2_000, onReload }: WatchOptions = {},
): PolicySource {
  let seen = readPolicyFile(path);
  let current = parsePolicy(path, seen);
  let settling: NodeJS.Timeout | undefined;

  const reload = () => {
    try {
      const text = readPolicyFile(path);
      if (text === seen) return;
      seen = text;
      current = parsePolicy(path, text);
      onReload?.(current);
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      const isNew = error.cause === undefined || seen !== '';
      // A file that cannot be read is reported once, not with every round.
      if (error.cause !== undefined) seen = '';
      if (isNew) onProblem(error);
    }
  };
  const soon = () => {
    clearTimeout(settling);
    settling = setTimeout(reload, settleMs).unref();
  };
  const watcher = watchFolder(dirname(path), soon);
  const polling = setInterval(reload, pollMs).unref();
  return {
    current: () => current,
    close: () => {
      watcher?.close();
      clearTimeout(settling);
      clearInterval(polling);
    },
  };
}

/** The folder and not the file: editors replace the file, and a watch on it would stay with the old one. */
function watchFolder(folder: string, onChange: () => void): FSWatcher | null {
  try {
    const watcher = watch(folder, { persistent: false }, onChange);
    // Without notices the polling goes on.
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
}
