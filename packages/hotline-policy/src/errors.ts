/** One thing wrong with a policy file. */
export interface Problem {
  /** From 1; null when the file as a whole is meant. */
  line: number | null;
  /** What is wrong. */
  wrong: string;
  /** What to do about it. */
  remedy: string;
}

/** A policy file cannot be used. The message lists every problem, one a line: `file:line: what is wrong: what to do`. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly code = 'bad-policy';
  readonly retry = false;
  readonly file: string;
  readonly problems: readonly Problem[];

  constructor(file: string, problems: readonly Problem[], cause?: unknown) {
    const inOrder = problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
    const lines = inOrder.map(({ line, wrong, remedy }) => `${file}${line ? `:${line}` : ''}: ${wrong}: ${remedy}`);
    super(lines.join('\n'), { cause });
    this.file = file;
    this.problems = inOrder;
  }
}
