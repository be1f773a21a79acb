/** The theme of this browser: the person's choice, or that of the system. */
export type Theme = 'system' | 'light' | 'dark';

/** Applies a theme and remembers it in this browser, where it is read before the first paint (app/layout.tsx). */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') {
    delete document.documentElement.dataset.theme;
    localStorage.removeItem('theme');
  } else {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem('theme', theme);
  }
}
