import type { Page } from '@playwright/test';

/** Colours that are still on their way from one theme to the other are shown where they arrive. */
const WHOLE = { fullPage: true, animations: 'disabled' } as const;

/** A picture of a page as it is, for people who work on it: SCREENSHOTS names the folder. */
export async function pictureOf(page: Page, name: string): Promise<void> {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png`, ...WHOLE });
}

/** Pictures of a state on a desktop and a phone, in both themes, for people who work on the page: SCREENSHOTS names the folder. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env.SCREENSHOTS) return;
  for (const [size, viewport] of Object.entries({ wide: { width: 1280, height: 900 }, phone: { width: 360, height: 800 } })) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}-${size}-${colorScheme}.png`, ...WHOLE });
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}
