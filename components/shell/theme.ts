/** The theme of this browser: the person's choice, or that of the system. */
export type Theme = 'system' | 'light' | 'dark';

export const THEME_COOKIE = 'theme';
const YEAR_SECONDS = 31_536_000;

/** Applies a theme and remembers it in this browser, in a cookie: so each page comes with it (app/layout.tsx). */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  const maxAge = theme === 'system' ? 0 : YEAR_SECONDS;
  // biome-ignore lint/suspicious/noDocumentCookie: not all browsers that we support have the Cookie Store API
  document.cookie = `${THEME_COOKIE}=${theme}; Path=/; Max-Age=${maxAge}; SameSite=Lax`;
}
