import { mailPort } from '#lib/mail/index.ts';
import { forMail } from '#lib/text/index.ts';
import type { Channel } from '../channel.ts';

/** One mail to each recipient, with the cause and a link to the evidence. */
export const mail: Channel = {
  name: 'mail',
  variable: 'SMTP_URL',

  isConfigured: () => (mailPort.find()?.kind ?? 'off') !== 'off',

  async deliver({ tenantId, incident, recipients }) {
    // The title holds names that somebody else chose, in a cluster.
    const title = forMail(incident.title);
    const cluster = forMail(incident.cluster);
    for (const { email } of recipients) {
      await mailPort.use().send({
        tenantId,
        to: email,
        subject: `Incident ${incident.number} in ${cluster}: ${title}`,
        text: [
          `${title}${incident.tier ? ` (${incident.tier})` : ''}`,
          `Cluster: ${cluster}. See the evidence, the blast radius and the recommended fix:`,
          incident.url,
        ].join('\n\n'),
      });
    }
    if (recipients.length === 0) return 'Nobody was notified by mail: the account has no confirmed email address';
    return `Notified ${recipients.length === 1 ? '1 person' : `${recipients.length} people`} by mail`;
  },
};
