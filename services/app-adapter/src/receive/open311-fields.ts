import { bytesToText, type Malformed, malformed } from './decode.ts';

type Fields = { kind: 'value'; value: Record<string, unknown> };

/**
 * The fields of a form (application/x-www-form-urlencoded) with `attribute[code]` gathered under `attributes`, as
 * GeoReport v2 writes them. A field given twice is an error, but for attributes, where it is a list of values.
 */
export function formFields(body: Uint8Array, charset: string | null): Fields | Malformed {
  const fields = new Map<string, string>();
  const attributes = new Map<string, string>();
  for (const pair of Buffer.from(body).toString('latin1').split('&')) {
    if (pair === '') continue;
    const [nameText = '', valueText = ''] = splitOnce(pair);
    const name = unescaped(nameText, charset);
    const value = unescaped(valueText, charset);
    if (name.kind === 'malformed') return name;
    if (value.kind === 'malformed') return value;
    const attribute = /^attribute\[([^\]]{1,100})\](?:\[\])?$/.exec(name.text)?.[1];
    if (attribute !== undefined) {
      const before = attributes.get(attribute);
      attributes.set(attribute, before === undefined ? value.text : `${before}, ${value.text}`);
    } else if (fields.has(name.text)) {
      return malformed('bad-form', [{ pointer: `/${name.text.slice(0, 60)}`, detail: 'is given twice' }]);
    } else {
      fields.set(name.text, value.text);
    }
  }
  return { kind: 'value', value: { ...Object.fromEntries(fields), attributes: Object.fromEntries(attributes) } };
}

function splitOnce(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
}

/** `+` is a blank, `%HH` a byte; the bytes are read in the charset, strictly. */
function unescaped(text: string, charset: string | null): { kind: 'text'; text: string } | Malformed {
  if (/%(?![0-9a-f]{2})/i.test(text)) {
    return malformed('bad-form', [{ pointer: '', detail: 'a % is not followed by two hexadecimal digits' }]);
  }
  const bytes = text
    .replaceAll('+', ' ')
    .replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return bytesToText(Buffer.from(bytes, 'latin1'), charset);
}
