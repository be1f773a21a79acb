import { Link } from '../ui/link.tsx';

const LINKS = [
  { href: '/docs', label: 'Docs' },
  { href: '/docs/api', label: 'API reference' },
  { href: '/docs/mcp', label: 'MCP server' },
  { href: '/docs/security', label: 'Security' },
  { href: '/status', label: 'Status' },
  { href: '/signup', label: 'Sign up' },
] as const;

/** The footer of the pages that need no sign-in; the addresses are the provider's, as far as it has set them. */
export function PublicFooter({
  contact,
  terms,
  privacy,
}: {
  contact: string | undefined;
  terms: string | undefined;
  privacy: string | undefined;
}) {
  const others = [
    contact && { href: `mailto:${contact}`, label: 'Contact' },
    terms && { href: terms, label: 'Terms of service' },
    privacy && { href: privacy, label: 'Privacy notice' },
  ].filter((one) => typeof one === 'object');
  return (
    <footer className="border-t py-6 text-sm text-ink-2">
      <nav aria-label="Footer" className="mx-auto flex max-w-5xl flex-wrap px-4 gap-x-6 gap-y-2">
        {LINKS.map(({ href, label }) => (
          <Link key={href} href={href} className="hover:text-ink hover:underline">
            {label}
          </Link>
        ))}
        {others.map(({ href, label }) => (
          <a key={href} href={href} className="hover:text-ink hover:underline">
            {label}
          </a>
        ))}
      </nav>
    </footer>
  );
}
