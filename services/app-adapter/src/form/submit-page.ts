import { type Language, textsIn } from '../i18n/texts.ts';
import type { FieldError, FieldName, Typed } from './fields.ts';
import { type Html, html } from './html.ts';

/** The name of the trap: people do not see the field, machines fill it in. */
export const TRAP = 'website';

export interface SubmitView {
  language: Language;
  typed: Typed;
  errors: readonly FieldError[];
  /** What stands above the form when it did not go through as a whole. */
  notice: string | null;
  token: string;
}

/** The form, with what was typed still in it. */
export function submitForm({ language, typed, errors, notice, token }: SubmitView): Html {
  const { form } = textsIn(language);
  const errorOf = (name: FieldName) => {
    const found = errors.find(({ field }) => field === name);
    return found ? form.errors[found.code] : null;
  };
  const input = (name: Exclude<FieldName, 'text'>, label: string, hint: string | null, more: Html) => {
    const error = errorOf(name);
    return html`${labelOf(name, label, form.optional)}${hintOf(name, hint)}
<input id="${name}" name="${name}" value="${typed[name]}"${more}${describedBy(name, hint, error)}>${errorText(name, error)}`;
  };
  return html`<p>${form.intro}</p>
${summary(
  form.errorsTitle,
  errors.map(({ field, code }) => html`<li><a href="#${field}">${form.errors[code]}</a></li>`),
  notice,
)}
<form method="post" action="/submit?lang=${language}" novalidate>
<input type="hidden" name="token" value="${token}">
${labelOf('text', form.what, null)}${hintOf('text', form.whatHint)}
<textarea id="text" name="text" required maxlength="5000"${describedBy('text', form.whatHint, errorOf('text'))}>
${typed.text}</textarea>${errorText('text', errorOf('text'))}
${input('place', form.where, form.whereHint, html` maxlength="200" autocomplete="street-address"`)}
${input('when', form.when, null, html` type="datetime-local"`)}
${input('name', form.name, null, html` maxlength="50" autocomplete="name"`)}
${input('phone', form.phone, null, html` type="tel" maxlength="25" autocomplete="tel" inputmode="tel"`)}
<div class="aside" aria-hidden="true"><input name="${TRAP}" tabindex="-1" autocomplete="off" value=""></div>
<p class="hint">${form.privacy}</p>
<button type="submit">${form.send}</button>
</form>`;
}

function labelOf(name: FieldName, label: string, optional: string | null): Html {
  return html`<label for="${name}">${label}${optional === null ? null : html` <small>${optional}</small>`}</label>`;
}

const hintOf = (name: FieldName, hint: string | null) =>
  hint === null ? null : html`<p class="hint" id="${name}-hint">${hint}</p>`;

const errorText = (name: FieldName, error: string | null) =>
  error === null ? null : html`<p class="error" id="${name}-error">${error}</p>`;

function describedBy(name: FieldName, hint: string | null, error: string | null): Html | null {
  const ids = [hint === null ? null : `${name}-hint`, error === null ? null : `${name}-error`].filter(
    (id) => id !== null,
  );
  const invalid = error === null ? null : html` aria-invalid="true"`;
  return ids.length === 0 ? null : html` aria-describedby="${ids.join(' ')}"${invalid}`;
}

function summary(title: string, errors: readonly Html[], notice: string | null): Html | null {
  if (notice !== null) return html`<div class="card wrong" role="alert"><p>${notice}</p></div>`;
  return errors.length === 0
    ? null
    : html`<div class="card wrong" role="alert"><p>${title}</p><ul>${errors}</ul></div>`;
}
