'use client';

import { useState } from 'react';
import type { DELETE as RemoveClusterOperation } from '#app/api/v1/clusters/[id]/route.ts';
import { useAction } from '#components/api.ts';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';

/** Removes a cluster after a confirmation that says what goes and what stays. While an agent reports it says what to do first. */
export function RemoveCluster({ id, name, isReporting }: { id: string; name: string; isReporting: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const remove = useAction<typeof RemoveClusterOperation>('DELETE', `/api/v1/clusters/${id}`);
  return (
    <>
      <Button
        small
        onClick={() => {
          remove.reset();
          setOpen(true);
        }}
      >
        Remove
      </Button>
      <Confirm
        open={isOpen}
        onOpenChange={setOpen}
        title={`Remove ${name}`}
        action="Remove"
        danger
        busy={remove.isPending}
        disabled={isReporting}
        error={remove.error?.message}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => setOpen(false) })}
      >
        {isReporting
          ? 'Its agent still reports, and would register the cluster again. Run uninstall.sh from the agent package first, and come back two minutes later.'
          : 'Its objects, events, logs and changes disappear from the topology and from searches. Its incidents and usage stay, and its place in your plan is free again. The cluster appears again if an agent sends data from it.'}
      </Confirm>
    </>
  );
}
