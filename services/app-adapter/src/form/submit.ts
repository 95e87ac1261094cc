import { createHash } from 'node:crypto';
import { type Port, TryAgainError } from '@yihaotong/adapter-kit';
import type { Request, Response } from 'express';
import { type AppConfig, FORM_ACCOUNT } from '../config.ts';
import { textsIn } from '../i18n/texts.ts';
import type { Intake } from '../receive/intake.ts';
import type { Surroundings } from '../surroundings.ts';
import { fieldErrors, itemOf, readTyped } from './fields.ts';
import { cookieIn, languageIn, type Pages } from './pages.ts';
import { TRAP } from './submit-page.ts';
import { readToken } from './token.ts';

export interface SubmitParts {
  port: Port<AppConfig>;
  intake: Intake;
  surroundings: Surroundings;
  pages: Pages;
}

/** Takes a sent form in; what is wrong with it is shown in the form again. */
export async function submit(
  request: Request,
  response: Response,
  { port, intake, surroundings, pages }: SubmitParts,
): Promise<void> {
  const { form } = textsIn(languageIn(request));
  const { timeZone } = surroundings.policy().city;
  const sent = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
  const typed = readTyped(sent);
  const token = { cookie: cookieIn(request), field: sent.get('token') ?? '' };
  const nonce = readToken(surroundings.formSecret, port.now(), token);
  if (nonce === null) {
    port.refused(token.field === '' ? 'missing-proof' : 'wrong-proof');
    return pages.form(request, response, 403, { typed, notice: form.errors.token });
  }
  // A machine is told what it wants to hear.
  if (sent.get(TRAP)) return redirect(request, response, '0000000000');
  const errors = fieldErrors(typed, timeZone, port.now());
  if (errors.length > 0) return pages.form(request, response, 422, { typed, errors });
  // The same form with other words in it is another petition; with the same words, a second click.
  const id = createHash('sha256')
    .update(JSON.stringify([nonce, typed]))
    .digest('base64url');
  const body = Buffer.from(itemOf(typed, id, languageIn(request) === 'zh' ? 'zh-CN' : 'en', timeZone));
  const item = { entrance: 'form', account: FORM_ACCOUNT, body, contentType: 'application/json' } as const;
  const taken = await intake.take({ ...item, idempotencyKey: null }).catch((error: unknown) => {
    if (error instanceof TryAgainError) return error;
    throw error;
  });
  if (taken instanceof TryAgainError) {
    response.setHeader('Retry-After', String(taken.afterSeconds));
    return pages.form(request, response, 503, { typed, notice: form.tryAgain });
  }
  if (taken.kind !== 'taken') throw new Error(`the form made an item that is ${taken.kind}`);
  redirect(request, response, taken.petition.queryCode);
}

/** Another request shows the receipt, so that reloading the page sends nothing again. */
function redirect(request: Request, response: Response, code: string): void {
  response.redirect(303, `/submit/receipt?lang=${languageIn(request)}&code=${code}`);
}
