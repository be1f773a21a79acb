'use client';

import { useState } from 'react';
import type { DELETE as Revoke } from '#app/api/v1/incidents/[id]/shares/[shareId]/route.ts';
import type { GET as ListShares, POST as Share } from '#app/api/v1/incidents/[id]/shares/route.ts';
import { useAction, useApi } from '#components/api.ts';
import { Loaded } from '#components/loaded.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { duration } from '#components/ui/format.ts';
import { Select } from '#components/ui/select.tsx';
import { Notice, Skeleton } from '#components/ui/state.tsx';
import { CopyText, When } from '#components/ui/text.tsx';

const DAYS = [1, 7, 30, 90];

/** Makes links that show this incident to people without an account, lists the valid ones and revokes them. */
export function ShareDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const path = `/api/v1/incidents/${id}/shares`;
  const [days, setDays] = useState(7);
  const shares = useApi<typeof ListShares>(path);
  const share = useAction<typeof Share>('POST', path, () => ({ days }));
  const revoke = useAction<typeof Revoke, string>('DELETE', (shareId) => `${path}/${shareId}`);
  return (
    <Dialog open onOpenChange={onClose} title="Share this incident">
      <div className="flex flex-col gap-4">
        <p className="text-ink-2">
          Whoever has the link can read the diagnosis of this incident, without comments and history, and nothing else of your account.
          Every link is in the audit log.
        </p>
        <div className="flex items-end gap-2">
          <Select label="Valid for" value={days} onChange={(event) => setDays(Number(event.target.value))} className="w-32">
            {DAYS.map((one) => (
              <option key={one} value={one}>
                {one === 1 ? '1 day' : `${one} days`}
              </option>
            ))}
          </Select>
          <Button look="primary" busy={share.isPending} onClick={() => share.mutate()}>
            Make a link
          </Button>
        </div>
        {share.data && (
          <Notice tone="good" title="Copy the link now: it is not shown again">
            <CopyText block text={share.data.url} label="Copy the link" />
          </Notice>
        )}
        {(share.error ?? revoke.error) && <Notice tone="bad">{(share.error ?? revoke.error)?.message}</Notice>}
        <Loaded query={shares} skeleton={<Skeleton className="h-8" />}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="text-ink-2">There is no valid link.</p>
            ) : (
              <ul className="divide-y">
                {items.map((one) => (
                  <li key={one.id} className="flex flex-wrap items-center justify-between gap-2 py-2">
                    <span className="min-w-0 text-sm break-words">
                      Made by {one.createdBy} <When ms={one.createdAt} />, valid for {duration(one.expiresAt - Date.now())},{' '}
                      {one.lastOpenedAt === null ? (
                        'not opened yet'
                      ) : (
                        <>
                          opened <When ms={one.lastOpenedAt} />
                        </>
                      )}
                    </span>
                    <Button small busy={revoke.isPending} onClick={() => revoke.mutate(one.id)}>
                      Revoke
                    </Button>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
    </Dialog>
  );
}
