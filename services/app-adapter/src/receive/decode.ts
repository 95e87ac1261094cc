/** One thing that is wrong: where (a JSON Pointer, a field or a header) and what. Never the value: it may be personal. */
export interface Problem {
  pointer: string;
  detail: string;
}

export interface Malformed {
  kind: 'malformed';
  code: 'bad-encoding' | 'bad-json' | 'bad-form' | 'unknown-media-type' | 'invalid-fields';
  problems: readonly Problem[];
}

export function malformed(code: Malformed['code'], problems: readonly Problem[]): Malformed {
  return { kind: 'malformed', code, problems };
}

/** The bytes as text, by the stated charset, strictly: a wrong byte is an error, never a replacement character. */
export function bytesToText(bytes: Uint8Array, charset: string | null): { kind: 'text'; text: string } | Malformed {
  try {
    return { kind: 'text', text: new TextDecoder(charset ?? 'utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const said = charset ?? 'utf-8';
    return malformed('bad-encoding', [
      { pointer: 'Content-Type', detail: `the body is not ${said.slice(0, 40)}: send UTF-8, or state its charset` },
    ]);
  }
}

/** Reads JSON; the parser's own message is left out, since it quotes the text. */
export function jsonOf(bytes: Uint8Array, charset: string | null): { kind: 'value'; value: unknown } | Malformed {
  const read = bytesToText(bytes, charset);
  if (read.kind === 'malformed') return read;
  try {
    return { kind: 'value', value: JSON.parse(read.text) };
  } catch {
    return malformed('bad-json', [{ pointer: '', detail: 'the body is not JSON' }]);
  }
}
