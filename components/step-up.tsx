'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { handleStepUp } from './api.ts';
import { Dimmed } from './ui/state.tsx';

// Few pages need it, and all would load its forms.
const ConfirmIdentity = dynamic(() => import('./confirm-identity.tsx').then((module) => module.ConfirmIdentity), {
  loading: Dimmed,
});

/**
 * Asks a person to confirm who they are when an operation demands it, and lets the operation go on afterwards. Present once in
 * the frame of the portal; `callApi` waits for its answer.
 */
export function StepUp() {
  const [answer, setAnswer] = useState<(isConfirmed: boolean) => void>();
  useEffect(() => handleStepUp(() => new Promise<boolean>((resolve) => setAnswer(() => resolve))), []);
  if (!answer) return null;
  const close = (isConfirmed: boolean) => {
    answer(isConfirmed);
    setAnswer(undefined);
  };
  return <ConfirmIdentity onClose={close} />;
}
