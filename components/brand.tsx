import { Link } from './ui/link.tsx';

/** The product's logo and name. In a file of its own: public pages load nothing of the frame behind the sign-in. */
export function Brand() {
  return (
    <Link href="/" className="inline-flex items-center gap-2 font-semibold">
      {/* biome-ignore lint/performance/noImgElement: a small SVG needs no optimisation */}
      <img src="/icon.svg" alt="" className="size-6" />
      KG RCA
    </Link>
  );
}
