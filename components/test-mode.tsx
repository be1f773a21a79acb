import { Link } from './ui/link.tsx';

/** What is simulated on an installation on a loopback address, in a sentence or two. */
export function TestModeText({ isStripeSimulated, hasOutbox }: { isStripeSimulated: boolean; hasOutbox: boolean }) {
  return (
    <>
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
    </>
  );
}
