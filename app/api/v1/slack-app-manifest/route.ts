import { route } from '#lib/api/index.ts';
import { slackManifest } from '#lib/notifications/index.ts';

export const GET = route(
  {
    operationId: 'getSlackAppManifest',
    method: 'GET',
    path: '/api/v1/slack-app-manifest',
    summary: 'Download the manifest with which a Slack app is made that writes messages about incidents.',
    tag: 'Integrations',
    access: 'tenant',
    response: { binary: 'application/json' },
  },
  async () =>
    new Response(JSON.stringify(slackManifest(), undefined, 2), {
      headers: { 'Content-Type': 'application/json', 'Content-Disposition': 'attachment; filename="kg-rca-slack-app.json"' },
    }),
);
