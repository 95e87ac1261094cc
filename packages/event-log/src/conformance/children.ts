import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until } from './kit.ts';

/** What a child does; see child.ts. */
export type ChildRole = 'append' | 'consume' | 'hold';

/** A child process that uses the log and tells each step in a line of its output. */
export class Child {
  readonly lines: string[] = [];
  readonly #process: ChildProcess;
  readonly #gone: Promise<void>;
  #errors = '';

  constructor(role: ChildRole, ...args: readonly string[]) {
    const script = fileURLToPath(new URL('./child.ts', import.meta.url));
    const flags = ['--disable-warning=ExperimentalWarning'];
    this.#process = spawn(process.execPath, [...flags, script, role, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    this.#gone = new Promise((resolve) => this.#process.once('close', () => resolve()));
    let rest = '';
    this.#process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      this.lines.push(...lines);
    });
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors += text;
    });
  }

  /** What it told with this word first, as numbers: `handled 3 17` gives [3, 17]. */
  told(word: string): number[][] {
    return this.lines
      .filter((line) => line.startsWith(`${word} `))
      .map((line) =>
        line
          .slice(word.length + 1)
          .split(' ')
          .map(Number),
      );
  }

  async until(what: string, holds: () => boolean): Promise<void> {
    await until(`the child process ${what}`, () => {
      if (this.#process.exitCode !== null)
        throw new Error(`the child process ended before it ${what}:\n${this.#errors}`);
      return holds();
    });
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#process.kill(signal);
  }

  /** Resolves when it is gone and all it had told was read. */
  async kill9(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#gone;
  }
}
