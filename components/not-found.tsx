import { buttonClass } from './ui/button.tsx';
import { Link } from './ui/link.tsx';

/** Stands in for a page that does not exist. */
export function NotFound() {
  return (
    <div className="mx-auto flex w-full max-w-xl flex-col items-start gap-4 py-8">
      <h1 className="text-xl font-semibold">This page does not exist</h1>
      <p className="text-ink-2">The address may be mistyped, or what it showed was deleted. Nothing else is wrong with KG RCA.</p>
      <div className="flex flex-wrap gap-3">
        <Link href="/welcome" className={buttonClass('primary')}>
          Go to the portal
        </Link>
        <Link href="/docs" className={buttonClass()}>
          Read the docs
        </Link>
      </div>
    </div>
  );
}
