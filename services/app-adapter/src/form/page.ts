import { createHash } from 'node:crypto';
import { fill } from '@yihaotong/adapter-kit';
import type { Response } from 'express';
import { type Language, textsIn } from '../i18n/texts.ts';
import { type Html, html } from './html.ts';
import { STYLE } from './style.ts';

/** Changes with the style, so that browsers may keep it for ever. */
export const STYLE_PATH = `/submit/style-${createHash('sha256').update(STYLE).digest('hex').slice(0, 8)}.css`;

export interface PageFrame {
  language: Language;
  city: { name: string; nameEnglish: string };
  /** The path of this page, for the language switch. */
  path: string;
  title: string;
}

/** A whole page around its content. It needs no script. */
export function page({ language, city, path, title }: PageFrame, content: Html): string {
  const { site, form, query } = textsIn(language);
  const name = fill(site.name, { city: language === 'zh' ? city.name : city.nameEnglish });
  const link = (to: string, text: string) =>
    html`<a href="${to}?lang=${language}"${path === to ? html` aria-current="page"` : null}>${text}</a>`;
  const other = language === 'zh' ? 'en' : 'zh';
  return html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${name}</title>
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body>
<header>
<strong>${name}</strong>
<nav aria-label="${site.menu}">${link('/submit', form.title)} · ${link('/query', query.title)} · <a href="${path}?lang=${other}" lang="${other}" hreflang="${other}">${site.language}</a></nav>
</header>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.text;
}

/** Sends a page that nothing may be loaded into, that nobody may frame, and that is kept nowhere. */
export function sendPage(response: Response, status: number, text: string): void {
  response.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
  response.setHeader('X-Content-Type-Options', 'nosniff');
  // The address of a page may hold a query code.
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cache-Control', 'no-store');
  response.status(status).type('text/html; charset=utf-8').send(text);
}
