import nodemailer from 'nodemailer';
import { asSystem, type Tx } from '#lib/platform/database/index.ts';
import { handle } from '#lib/platform/handles.ts';

/** A mail in plain text, from which the HTML part is generated. A link must be on a line of its own. */
export interface Mail {
  /** The client that it is about, if it is about one: what is kept of the mail goes with the client. */
  tenantId?: string;
  to: string;
  subject: string;
  text: string;
}

/** Where mails go: to an SMTP server, to the outbox, or nowhere, in which case `send` throws. */
export interface MailPort {
  kind: 'smtp' | 'outbox' | 'off';
  /** Sends a mail. A port that queues mails does so in the transaction `tx`, if there is one. */
  send(mail: Mail, tx?: Tx): Promise<void>;
}

/** The mail port of this process. */
export const mailPort = handle<MailPort>('mail');

/** Sends mails through the SMTP server at `url`. `send` throws when the server does not accept the mail. */
export function smtpMail(url: string, from: string): MailPort {
  const transport = nodemailer.createTransport(url, { from });
  return {
    kind: 'smtp',
    async send(mail) {
      await transport.sendMail({ to: mail.to, subject: mail.subject, text: mail.text, html: htmlOf(mail.text) });
    },
  };
}

/** Stores mails in the database for the outbox page; only for an installation on a loopback address. */
export function outboxMail(): MailPort {
  return {
    kind: 'outbox',
    async send(mail) {
      await asSystem((tx) =>
        tx.outboxMail.create({
          data: { tenantId: mail.tenantId ?? null, recipient: mail.to, subject: mail.subject, text: mail.text, html: htmlOf(mail.text) },
        }),
      );
    },
  };
}

/** For a public installation without a mail server: `send` throws and names the setting that is missing. */
export function noMail(): MailPort {
  return {
    kind: 'off',
    send: () => Promise.reject(new Error('no mail server is configured: set SMTP_URL')),
  };
}

/** The mails of the outbox, newest first. */
export async function listOutbox(limit: number) {
  return asSystem((tx) => tx.outboxMail.findMany({ orderBy: { createdAt: 'desc' }, take: limit }));
}

function htmlOf(text: string): string {
  const escaped = text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);
  const linked = escaped.replace(/^(https?:\/\/\S+)$/gm, '<a href="$1">$1</a>');
  return `<div style="font:15px/1.5 system-ui,sans-serif">${linked.replaceAll('\n', '<br>')}</div>`;
}
