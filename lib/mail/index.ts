export { listOutbox, type Mail, type MailPort, mailPort, noMail, outboxMail, smtpMail } from './mail.ts';
