/** One line of a bench's table. */
export interface Row {
  what: string;
  figure: string;
  /** As it is asked for; empty where it only explains. */
  target: string;
  /** Null where there is no target. */
  met: boolean | null;
}

export interface Bench {
  name: string;
  title: string;
  /** How it is made, for whoever reads the table. */
  how: string;
  /** Bounded, on this machine only, and leaves nothing behind. `say`: how far it is. */
  run(say: (line: string) => void): Promise<Row[]>;
}

/** A line that explains. */
export const fact = (what: string, figure: string): Row => ({ what, figure, target: '', met: null });
