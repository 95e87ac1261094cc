import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Problem } from './errors.ts';

export type Path = readonly PropertyKey[];

/** A YAML file as plain data that remembers where each entry stands. */
export interface LinedFile {
  data: unknown;
  /** The line of the entry, or of the nearest one around it. */
  lineOf(path: Path): number;
  problems: Problem[];
}

/** Reads YAML 1.2 text. Problems of the syntax itself (duplicate keys too) are listed; `data` is then what could be read. */
export function readLined(text: string): LinedFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems = document.errors.map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    wrong: error.message.replaceAll(/\s+/g, ' '),
    remedy: 'correct the YAML here; indentation is by spaces, and text with special characters stands in quotes',
  }));
  return {
    data: problems.length > 0 ? null : document.toJS(),
    lineOf: (path) => lines.linePos(offsetOf(document.contents, path)).line,
    problems,
  };
}

function offsetOf(root: Node | null, path: Path): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of path) {
    const found = childOf(node, step);
    if (!found) break;
    node = found.value;
    offset = found.offset;
  }
  return offset;
}

function childOf(node: unknown, step: PropertyKey): { value: unknown; offset: number } | null {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return hasRange(item) ? { value: item, offset: item.range?.[0] ?? 0 } : null;
  }
  if (!isMap(node)) return null;
  const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step));
  if (!pair || !isScalar(pair.key)) return null;
  return { value: pair.value, offset: pair.key.range?.[0] ?? 0 };
}

function hasRange(node: unknown): node is Node {
  return isMap(node) || isSeq(node) || isScalar(node);
}
