import { type Content, html, markup } from './html.js';
import { REPORT_STYLE } from './style.js';

/** A page that stands alone. */
export interface PageParts {
  readonly title: string;
  /** A line under the title: date and program, or what the page is about. */
  readonly subtitle: string;
  /** True for a page with two columns on wide screens. */
  readonly isWide?: boolean | undefined;
  /** Sections. */
  readonly body: Content;
}

/** Returns one HTML file: style, plots and sounds are inside it; it loads nothing and runs no scripts. */
export const htmlDocument = ({ title, subtitle, body, isWide = false }: PageParts): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src data:">
<title>${title}</title>
<style>${markup(REPORT_STYLE)}</style>
</head>
<body>
<main${markup(isWide ? ' class="wide"' : '')}>
<header>
<h1>${title}</h1>
<p class="muted">${subtitle}</p>
</header>
${body}
</main>
</body>
</html>
`.markup;
