import { defineConfig } from '@playwright/test';

/**
 * Journeys run against the production build; each test file starts a product of its own on a port of its own, so two run side by side. The
 * real servers are emptied for each product, so with these it is one at a time.
 */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.spec.ts',
  timeout: 240_000,
  expect: { timeout: 30_000 },
  workers: process.env.KG_TEST_SERVERS ? 1 : 2,
  retries: 0,
  forbidOnly: true,
  outputDir: 'test-results',
  use: {
    launchOptions: { executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
});
