'use client';

import { ChevronDown } from 'lucide-react';
import dynamic from 'next/dynamic';
import { type ReactNode, Suspense, useState } from 'react';
import { Button } from './button.tsx';

const load = () => import('./menu-parts.tsx');
const OpenMenu = dynamic(() => load().then((module) => module.OpenMenu));
/** One action of a menu. */
export const MenuItem = dynamic(() => load().then((module) => module.MenuItem));
/** A line between groups of actions. */
export const MenuLine = dynamic(() => load().then((module) => module.MenuLine));

/**
 * A button that opens a menu of actions. Arrow keys move in it, Escape closes it. What draws it is loaded when somebody is about to
 * open it, which most pages are left without.
 */
export function Menu({ label, children }: { label: string; children: ReactNode }) {
  const [isWanted, setWanted] = useState(false);
  const trigger = (
    <Button aria-haspopup="menu" onPointerEnter={load} onFocus={load} onClick={() => setWanted(true)}>
      {label}
      <ChevronDown aria-hidden className="size-4" />
    </Button>
  );
  return <Suspense fallback={trigger}>{isWanted ? <OpenMenu trigger={trigger}>{children}</OpenMenu> : trigger}</Suspense>;
}
