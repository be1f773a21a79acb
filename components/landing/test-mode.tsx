import Link from 'next/link';

/** Says on every public page of an installation on a loopback address what is simulated; nothing elsewhere. */
export function TestModeNotice({ isStripeSimulated, hasOutbox }: { isStripeSimulated: boolean; hasOutbox: boolean }) {
  if (!isStripeSimulated && !hasOutbox) return null;
  return (
    <aside aria-label="Notices" className="border-b bg-warn-soft px-4 py-1.5 text-sm text-warn">
      <strong>Test mode.</strong> {isStripeSimulated && 'Payments are simulated. '}
      {hasOutbox && (
        <>
          Mails are not sent; they are kept in the{' '}
          <Link href="/outbox" className="underline">
            outbox
          </Link>
          .
        </>
      )}
    </aside>
  );
}
