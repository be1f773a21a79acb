import { expect, it } from 'vitest';
import { schemaTexts } from './generate.ts';

it('the types of the client are those of the OpenAPI document; if not: npm run generate -w @kg-rca/client', async () => {
  const { wanted, written } = await schemaTexts();
  expect(written === wanted).toBe(true);
});
