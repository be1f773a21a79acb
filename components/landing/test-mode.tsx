import { TestModeText } from '../test-mode.tsx';

/** Says on every public page of an installation on a loopback address what is simulated; nothing elsewhere. */
export function TestModeNotice(simulated: { isStripeSimulated: boolean; hasOutbox: boolean }) {
  if (!simulated.isStripeSimulated && !simulated.hasOutbox) return null;
  return (
    <aside aria-label="Notices" className="border-b bg-warn-soft px-4 py-1.5 text-sm text-warn">
      <TestModeText {...simulated} />
    </aside>
  );
}
