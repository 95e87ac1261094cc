import { readQueryCode } from '@yihaotong/petition-event';
import type { Request, Response } from 'express';
import { type Language, textsIn } from '../i18n/texts.ts';
import type { FoundRequest } from '../requests/reader.ts';
import type { Surroundings } from '../surroundings.ts';
import { EMPTY } from './fields.ts';
import type { Html } from './html.ts';
import { page, sendPage } from './page.ts';
import { queryPage } from './query-page.ts';
import { type SubmitView, submitForm } from './submit-page.ts';
import { makeToken } from './token.ts';

const COOKIE = 'yihaotong-form';

/** Puts the pages together. */
export class Pages {
  readonly #surroundings: Surroundings;
  readonly #now: () => Date;

  constructor(surroundings: Surroundings, now: () => Date) {
    this.#surroundings = surroundings;
    this.#now = now;
  }

  form(request: Request, response: Response, status: number, view: Partial<SubmitView>): void {
    const language = languageIn(request);
    const { formSecret, publicUrl } = this.#surroundings;
    const token = makeToken(formSecret, this.#now(), cookieIn(request) ?? undefined);
    response.cookie(COOKIE, token.cookie, {
      httpOnly: true,
      sameSite: 'strict',
      secure: publicUrl.startsWith('https:'),
      path: '/submit',
    });
    const content = submitForm({ typed: EMPTY, errors: [], notice: null, ...view, language, token: token.field });
    this.send(request, response, status, textsIn(language).form.title, content);
  }

  query(request: Request, response: Response, code: string, found: FoundRequest | null | undefined): void {
    const language = languageIn(request);
    const { timeZone } = this.#surroundings.policy().city;
    const content = queryPage(language, timeZone, code, found === null ? null : found?.body);
    this.send(request, response, found === null ? 404 : 200, textsIn(language).query.title, content);
  }

  send(request: Request, response: Response, status: number, title: string, content: Html): void {
    const { city } = this.#surroundings.policy();
    const path = request.path === '/query' ? '/query' : '/submit';
    sendPage(response, status, page({ language: languageIn(request), city, path, title }, content));
  }
}

export const languageIn = (request: Request): Language => (request.query.lang === 'en' ? 'en' : 'zh');

export const codeIn = (request: Request): string =>
  typeof request.query.code === 'string' ? readQueryCode(request.query.code.slice(0, 40)) : '';

export function cookieIn(request: Request): string | null {
  const cookies = (request.get('cookie') ?? '').split(';').map((cookie) => cookie.trim());
  return cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? null;
}
