import { Brand } from '../brand.tsx';
import { ThemeSwitch } from '../shell/theme-switch.tsx';
import { Link } from '../ui/link.tsx';

/** The header of the pages that need no sign-in. */
export function PublicHeader({ isSignedIn }: { isSignedIn: boolean }) {
  return (
    <header className="flex items-center justify-between gap-4 border-b bg-surface px-4 py-3">
      <Brand />
      <nav aria-label="Main" className="flex items-center gap-4">
        <Link href="/#pricing" className="hidden hover:underline sm:inline">
          Pricing
        </Link>
        <Link href="/docs" className="hover:underline">
          Docs
        </Link>
        <Link href="/status" className="hidden hover:underline sm:inline">
          Status
        </Link>
        <Link href={isSignedIn ? '/welcome' : '/login'} className="hover:underline">
          {isSignedIn ? 'Open the portal' : 'Sign in'}
        </Link>
        <ThemeSwitch />
      </nav>
    </header>
  );
}
