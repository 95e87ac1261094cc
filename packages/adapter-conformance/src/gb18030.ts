/** First code point of the planes that GB 18030 counts through in one run (GB 18030-2022, four-byte codes 0x90308130 on). */
const SUPPLEMENTARY = 0x10000;
const SUPPLEMENTARY_INDEX = 189_000;

let table: Map<string, Uint8Array> | undefined;

/** Text as GB 18030 bytes. The platform only decodes it, so the encoder is the decoder's table turned round. */
export function encodeGb18030(text: string): Uint8Array {
  table ??= turnedRound();
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) bytes.push(point);
    else if (point >= SUPPLEMENTARY) bytes.push(...fourBytes(point - SUPPLEMENTARY + SUPPLEMENTARY_INDEX));
    else bytes.push(...(table.get(character) ?? missing(character)));
  }
  return Uint8Array.from(bytes);
}

function turnedRound(): Map<string, Uint8Array> {
  const decoder = new TextDecoder('gb18030');
  const codes = new Map<string, Uint8Array>();
  const keep = (bytes: Uint8Array) => {
    const character = decoder.decode(bytes);
    if (character.length === 1 && character !== '\uFFFD' && !codes.has(character)) codes.set(character, bytes);
  };
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) keep(Uint8Array.of(lead, trail));
  }
  // Four-byte codes of the basic plane: linear 0 to 39419.
  for (let linear = 0; linear < 39_420; linear++) keep(Uint8Array.from(fourBytes(linear)));
  return codes;
}

function fourBytes(linear: number): number[] {
  const fourth = linear % 10;
  const third = Math.floor(linear / 10) % 126;
  const second = Math.floor(linear / 1260) % 10;
  const first = Math.floor(linear / 12_600);
  return [0x81 + first, 0x30 + second, 0x81 + third, 0x30 + fourth];
}

function missing(character: string): never {
  throw new Error(`GB 18030 has no code for U+${character.codePointAt(0)?.toString(16)}`);
}
