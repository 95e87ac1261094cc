/** Which door of the channel an item came in by. It stands in the media type, so that reading needs nothing else. */
export type Entrance = 'api' | 'open311' | 'form';

export interface MediaType {
  /** Lower case, without parameters. */
  type: string;
  /** Lower case; null when not stated. */
  charset: string | null;
  entrance: Entrance;
}

/** Reads a Content-Type (RFC 9110, section 8.3); what is not stated is null, and the entrance `api`. */
export function readMediaType(header: string): MediaType {
  const [type = '', ...parameters] = header.split(';').map((part) => part.trim());
  const stated = new Map<string, string>();
  for (const parameter of parameters) {
    const [name = '', value = ''] = parameter.split('=', 2);
    stated.set(name.trim().toLowerCase(), value.trim().replaceAll('"', '').toLowerCase());
  }
  const profile = stated.get('profile');
  return {
    type: type.toLowerCase(),
    charset: stated.get('charset') ?? null,
    entrance: profile === 'open311' || profile === 'form' ? profile : 'api',
  };
}

/** The media type under which an item is kept: type and charset as stated by the sender, the entrance by us. */
export function writeMediaType(header: string, entrance: Entrance): string {
  const { type, charset } = readMediaType(header);
  const parameters = charset === null ? '' : `; charset=${charset}`;
  return `${type || 'application/octet-stream'}${parameters}${entrance === 'api' ? '' : `; profile=${entrance}`}`;
}
