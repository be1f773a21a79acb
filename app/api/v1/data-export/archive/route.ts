import { Readable } from 'node:stream';
import { z } from 'zod';
import { route } from '#lib/api/index.ts';
import { openArchive } from '#lib/client-data/index.ts';

export const GET = route(
  {
    operationId: 'downloadDataExport',
    method: 'GET',
    path: '/api/v1/data-export/archive',
    summary: 'Download the archive of the last export (.tar.gz), with the ticket of requestDataExportDownload.',
    tag: 'Account',
    access: 'tenant',
    role: 'admin',
    person: true,
    query: z.object({ ticket: z.string().min(1).max(100) }),
    problems: [404],
    response: { binary: 'application/gzip' },
  },
  async ({ tenant, query, now }) => {
    const { bytes, chunks } = await openArchive(tenant.id, query.ticket, now);
    const day = new Date(now).toISOString().slice(0, 10);
    return new Response(Readable.toWeb(Readable.from(chunks)) as ReadableStream<Uint8Array<ArrayBuffer>>, {
      headers: {
        'Content-Type': 'application/gzip',
        'Content-Length': String(bytes),
        'Content-Disposition': `attachment; filename="kg-rca-${tenant.id}-${day}.tar.gz"`,
        'Cache-Control': 'no-store',
      },
    });
  },
);
