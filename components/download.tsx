'use client';

import { useState } from 'react';
import { ApiError, saveFile } from './api.ts';
import { Button } from './ui/button.tsx';
import { Notice } from './ui/state.tsx';

/** A button that saves the file of a GET operation; a failure is shown below it. */
export function DownloadButton({ path, children }: { path: string; children: string }) {
  const [state, setState] = useState<{ isBusy: boolean; error?: string }>({ isBusy: false });
  async function save() {
    setState({ isBusy: true });
    try {
      await saveFile(path);
      setState({ isBusy: false });
    } catch (error) {
      setState({ isBusy: false, error: error instanceof ApiError ? error.message : 'The file could not be saved.' });
    }
  }
  return (
    <span className="flex flex-col items-end gap-2">
      <Button busy={state.isBusy} onClick={() => void save()}>
        {children}
      </Button>
      {state.error && <Notice tone="bad">{state.error}</Notice>}
    </span>
  );
}
