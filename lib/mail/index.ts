/** Mail: an SMTP server, the outbox of an installation on a loopback address, or none. */
export { listOutbox, type Mail, type MailPort, mailPort, noMail, outboxMail, smtpMail } from './mail.ts';
