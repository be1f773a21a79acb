'use client';

import { type ReactNode, useEffect, useRef, useState } from 'react';

/** How far below the screen something counts as about to be seen. */
const AHEAD = '200px';

/** What is too large to be loaded, or asks for too much, before anybody can see it: until it is nearly on the screen its `placeholder` stands there. */
export function WhenSeen({ placeholder, children }: { placeholder: ReactNode; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (!place.current) return;
    const observer = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && setSeen(true), {
      rootMargin: AHEAD,
    });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return isSeen ? children : <div ref={place}>{placeholder}</div>;
}
