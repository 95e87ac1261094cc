/** A body with its credential taken out: what is kept of an item never holds one. */
export interface KeyTaken {
  /** The `api_key` that stood in the body. */
  key: string | null;
  jurisdiction: string | null;
  body: Uint8Array;
}

/** Takes `api_key` out of a form or a JSON object; a body in which there is none stays byte for byte. */
export function takeKey(body: Uint8Array, mediaType: string): KeyTaken {
  return mediaType === 'application/json' ? fromJson(body) : fromForm(body);
}

function fromForm(body: Uint8Array): KeyTaken {
  // Names are ASCII: read as bytes, so that a wrongly encoded value stays as it came.
  const pairs = Buffer.from(body).toString('latin1').split('&');
  const isKey = (pair: string) => pair.split('=', 1)[0] === 'api_key';
  const fieldOf = (name: string) => new URLSearchParams(pairs.find((pair) => pair.startsWith(`${name}=`))).get(name);
  const key = fieldOf('api_key');
  const rest = key === null ? body : Buffer.from(pairs.filter((pair) => !isKey(pair)).join('&'), 'latin1');
  return { key, jurisdiction: fieldOf('jurisdiction_id'), body: rest };
}

function fromJson(body: Uint8Array): KeyTaken {
  const none = { key: null, jurisdiction: null, body };
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return none;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return none;
  const { api_key: key, ...rest } = json as Record<string, unknown>;
  const jurisdiction = typeof rest.jurisdiction_id === 'string' ? rest.jurisdiction_id : null;
  if (typeof key !== 'string') return { ...none, jurisdiction };
  return { key, jurisdiction, body: Buffer.from(JSON.stringify(rest)) };
}
