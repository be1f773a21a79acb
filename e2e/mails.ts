import { expect, type Page } from '@playwright/test';

/** Follows the link of the newest mail in the outbox with this subject, to this recipient if one is given, once it is there. */
export async function followMail(page: Page, url: string, subject: string, to = ''): Promise<void> {
  const mail = page.getByRole('listitem').filter({ hasText: subject }).filter({ hasText: to }).first();
  await expect(async () => {
    await page.goto(`${url}/outbox`);
    await expect(mail).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await mail.getByRole('link').first().click();
}
