/** How files begin, by media type. Source: the formats' own specifications; offsets in bytes. */
const SIGNATURES: readonly { mediaType: string; offset: number; bytes: readonly number[] }[] = [
  { mediaType: 'image/jpeg', offset: 0, bytes: [0xff, 0xd8, 0xff] },
  { mediaType: 'image/png', offset: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { mediaType: 'image/gif', offset: 0, bytes: ascii('GIF8') },
  { mediaType: 'image/webp', offset: 8, bytes: ascii('WEBP') },
  { mediaType: 'image/heic', offset: 4, bytes: ascii('ftypheic') },
  { mediaType: 'application/pdf', offset: 0, bytes: ascii('%PDF-') },
  { mediaType: 'video/mp4', offset: 4, bytes: ascii('ftyp') },
  { mediaType: 'video/webm', offset: 0, bytes: [0x1a, 0x45, 0xdf, 0xa3] },
  { mediaType: 'audio/wav', offset: 8, bytes: ascii('WAVE') },
  { mediaType: 'audio/amr', offset: 0, bytes: ascii('#!AMR') },
  { mediaType: 'audio/ogg', offset: 0, bytes: ascii('OggS') },
  { mediaType: 'audio/mpeg', offset: 0, bytes: ascii('ID3') },
  { mediaType: 'audio/mpeg', offset: 0, bytes: [0xff, 0xfb] },
  { mediaType: 'application/zip', offset: 0, bytes: [0x50, 0x4b, 0x03, 0x04] },
  { mediaType: 'application/x-dosexec', offset: 0, bytes: ascii('MZ') },
  { mediaType: 'application/x-elf', offset: 0, bytes: [0x7f, 0x45, 0x4c, 0x46] },
  { mediaType: 'text/html', offset: 0, bytes: ascii('<!DOCTYPE') },
  { mediaType: 'text/html', offset: 0, bytes: ascii('<html') },
];

/** Types that stand in a container of another type. */
const CONTAINED: Readonly<Record<string, readonly string[]>> = {
  'application/zip': [
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ],
  'video/mp4': ['audio/mp4', 'video/quicktime', 'image/heif', 'image/heic'],
  'video/webm': ['audio/webm'],
  'audio/ogg': ['video/ogg'],
};

/** The type that the first bytes show; null when they show none that we know. */
export function sniff(head: Uint8Array): string | null {
  for (const { mediaType, offset, bytes } of SIGNATURES) {
    if (bytes.every((byte, index) => head[offset + index] === byte)) return mediaType;
  }
  return null;
}

/**
 * The media type of a file by its first bytes and what was said of it; null when the two contradict each other, or it is
 * not among the allowed ones (`image/*` allows every image).
 */
export function trustedType(head: Uint8Array, declared: string, allowed: readonly string[]): string | null {
  const said = declared.split(';')[0]?.trim().toLowerCase() ?? '';
  const shown = sniff(head);
  const type = shown === null || CONTAINED[shown]?.includes(said) ? said : shown;
  // It says to be of a type whose files begin in a known way, and it does not begin so.
  if (shown === null && SIGNATURES.some(({ mediaType }) => mediaType === said && said !== 'text/html')) return null;
  return allowed.some((pattern) => fits(type, pattern)) ? type : null;
}

function fits(type: string, pattern: string): boolean {
  return pattern.endsWith('/*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}

function ascii(text: string): number[] {
  return [...Buffer.from(text, 'latin1')];
}
