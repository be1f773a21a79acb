import { env } from '#lib/platform/env.ts';
import { INTERACTIONS_PATH } from './slack-interactions.ts';

/**
 * The manifest with which somebody makes the app in their Slack workspace (https://docs.slack.dev/reference/app-manifest): it may
 * write messages and offers incoming webhooks, and nothing else. Slack tells of pressed buttons by HTTPS only.
 */
export function slackManifest() {
  const { publicUrl } = env.use();
  const interactivity = { is_enabled: true, request_url: `${publicUrl}${INTERACTIONS_PATH}` };
  return {
    display_information: {
      name: 'KG RCA',
      description: 'Tells why something broke in your Kubernetes clusters',
      background_color: '#1f2a44',
    },
    features: { bot_user: { display_name: 'KG RCA', always_online: false } },
    oauth_config: { scopes: { bot: ['chat:write', 'chat:write.public', 'incoming-webhook'] } },
    settings: {
      ...(publicUrl.startsWith('https:') && { interactivity }),
      ...{ org_deploy_enabled: false, socket_mode_enabled: false, token_rotation_enabled: false },
    },
  };
}
