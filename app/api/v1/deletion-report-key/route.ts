import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { reportKey } from '#lib/client-data/index.ts';

export const GET = route(
  {
    operationId: 'getDeletionReportKey',
    method: 'GET',
    path: '/api/v1/deletion-report-key',
    summary: 'Get the public key (Ed25519, PEM) with which this installation signs the reports of deletions.',
    tag: 'Account',
    access: 'public',
    response: z.object({ algorithm: z.literal('Ed25519'), publicKey: z.string() }),
  },
  async () => ({ algorithm: 'Ed25519' as const, publicKey: await reportKey() }),
);
