/** Markup that is safe to put into a page as it is. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Html | null | readonly Html[];

/** Markup with values in it; a text is escaped, so that nobody's words become markup. */
export function html(fixed: TemplateStringsArray, ...parts: Part[]): Html {
  let text = fixed[0] ?? '';
  for (const [index, part] of parts.entries()) text += write(part) + (fixed[index + 1] ?? '');
  return new Html(text);
}

function write(part: Part): string {
  if (part === null) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return escaped(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string) => text.toWellFormed().replaceAll(/[&<>"']/g, (found) => ENTITIES[found] ?? '');
