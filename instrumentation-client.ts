import { config } from 'zod/v4/core';

// zod compiles the checks of an object by eval where it may. The portal's Content-Security-Policy forbids that, and each try would be
// reported as a violation, so zod is told not to try. Next.js runs this file before any other code of a page.
config({ jitless: true });
