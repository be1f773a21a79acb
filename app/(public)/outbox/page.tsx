import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Empty } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';
import { listOutbox, mailPort } from '#lib/mail/index.ts';

export const metadata: Metadata = { title: 'Outbox' };
export const dynamic = 'force-dynamic';

/** The mails that an installation on a loopback address keeps instead of sending them. Elsewhere this page does not exist. */
export default async function OutboxPage() {
  if (mailPort.find()?.kind !== 'outbox') notFound();
  const mails = await listOutbox(50);
  return (
    <>
      <h1 className="text-xl font-semibold">Outbox</h1>
      <p className="mt-1 mb-6 text-ink-2">
        No mail server is configured, so mails are kept here instead of being sent. Set SMTP_URL to send them.
      </p>
      {mails.length === 0 ? (
        <Empty title="No mails yet">Mails appear here when somebody signs up or requests a password reset.</Empty>
      ) : (
        <ul className="flex flex-col gap-4">
          {mails.map((mail) => (
            <li key={mail.id} className="rounded-lg border bg-surface p-4">
              <div className="flex flex-wrap justify-between gap-2">
                <h2 className="font-semibold">{mail.subject}</h2>
                <span className="text-sm text-ink-2">
                  <When ms={mail.createdAt.getTime()} />
                </span>
              </div>
              <p className="text-sm text-ink-2">To {mail.recipient}</p>
              <div className="mt-3 break-words whitespace-pre-wrap">
                {mail.text.split('\n').map((line, i) =>
                  /^https?:\/\/\S+$/.test(line) ? (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a stored mail never change
                    <a key={i} href={line} className="link block break-all">
                      {line}
                    </a>
                  ) : (
                    // biome-ignore lint/suspicious/noArrayIndexKey: as above
                    <span key={i} className="block min-h-[1.5em]">
                      {line}
                    </span>
                  ),
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
