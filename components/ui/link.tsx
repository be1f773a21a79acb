'use client';

import NextLink from 'next/link';
import { useState } from 'react';

/**
 * A link to another page of the portal. That page is fetched ahead as soon as somebody points at the link, touches or focuses it. Next.js
 * would do so for every link on the screen, which makes a dozen requests for each page, most of them for nothing.
 */
export const Link: typeof NextLink = (props) => {
  const [isMeant, setMeant] = useState(false);
  const intend = () => setMeant(true);
  return <NextLink prefetch={isMeant ? null : false} onMouseEnter={intend} onTouchStart={intend} onFocus={intend} {...props} />;
};
