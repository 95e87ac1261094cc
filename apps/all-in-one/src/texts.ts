import english from '../texts/en.json' with { type: 'json' };
import chinese from '../texts/zh.json' with { type: 'json' };

export type TextName = keyof typeof chinese & keyof typeof english;

/** A text for the terminal, in both languages, Chinese first; `{name}` is filled in. */
export function say(name: TextName, values: Readonly<Record<string, string>> = {}): string {
  return [chinese[name], english[name]].map((text) => fill(text, values)).join('\n');
}

/** Whether there is a text of that name. */
export function isTextName(name: string): name is TextName {
  return name in chinese && name in english;
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (placeholder, key) => values[key] ?? placeholder);
}
