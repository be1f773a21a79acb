/** Mail: an SMTP server, the outbox of an installation on a loopback address, or none. */
export { listOutbox, type Mail, type MailPort, mailPort, noMail, outboxMail, smtpMail } from './mail.ts';
export { MAIL_QUEUE, openQueuedMail, type QueuedMail, queuedMail } from './queue.ts';
