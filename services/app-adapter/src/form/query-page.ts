import { type Language, textsIn } from '../i18n/texts.ts';
import type { RequestBody } from '../requests/document.ts';
import { type Html, html } from './html.ts';
import { shownTime } from './local-time.ts';

/** The page on which a citizen asks; `found` is undefined while nothing was asked for. */
export function queryPage(
  language: Language,
  timeZone: string,
  code: string,
  found: RequestBody | null | undefined,
): Html {
  const { query } = textsIn(language);
  const missing = found === null;
  return html`${found ? stateCard(language, timeZone, found) : null}
<form method="get" action="/query">
<input type="hidden" name="lang" value="${language}">
<label for="code">${query.code}</label><p class="hint" id="code-hint">${query.codeHint}</p>
<input id="code" name="code" value="${code}" required maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="code-hint${missing ? ' code-error' : ''}"${missing ? html` aria-invalid="true"` : null}>${missing ? html`<p class="error" id="code-error" role="alert">${query.notFound}</p>` : null}
<button type="submit">${query.look}</button>
</form>`;
}

/** State, unit, deadline and answer: nothing of who asked, nothing of what was said. */
function stateCard(language: Language, timeZone: string, body: RequestBody): Html {
  const { query } = textsIn(language);
  const time = (instant: string | null) => instant && shownTime(instant, timeZone, language);
  const rows: [string, string | null][] = [
    [query.code, body.queryCode],
    [query.state, query.states[body.state]],
    [query.reason, body.setAside],
    [query.unit, body.unit],
    [query.deadline, body.state === 'answered' ? null : time(body.deadline)],
    [query.answer, body.answer],
    [query.signedBy, body.signedBy],
    [query.updatedAt, time(body.updatedAt)],
  ];
  const shown = rows.filter(([, value]) => value);
  return html`<section class="card" aria-label="${query.state}"><dl>${shown.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></section>`;
}

/** After sending: the code, and where it is good for. */
export function receiptPage(language: Language, code: string): Html {
  const { form } = textsIn(language);
  return html`<div class="card" role="status"><p>${form.receiptText}</p>
<p class="code">${code}</p>
<a class="button" href="/query?lang=${language}&amp;code=${code}">${form.receiptLink}</a></div>
<p><a href="/submit?lang=${language}">${form.again}</a></p>`;
}
