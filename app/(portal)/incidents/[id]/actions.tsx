'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import type { POST as Diagnose } from '#app/api/v1/incidents/[id]/diagnoses/route.ts';
import type { DELETE as Unresolve } from '#app/api/v1/incidents/[id]/resolution/route.ts';
import type { PATCH as Update } from '#app/api/v1/incidents/[id]/route.ts';
import type { GET as ListMembers } from '#app/api/v1/members/route.ts';
import { ApiError, saveFile, useAction, useApi } from '#components/api.ts';
import type { Diagnosis, Incident } from '#components/incidents/words.ts';
import { useMe } from '#components/shell/session.ts';
import { Button } from '#components/ui/button.tsx';
import { inputClass } from '#components/ui/field.tsx';
import { Menu, MenuItem, MenuLine } from '#components/ui/menu.tsx';
import { Notice } from '#components/ui/state.tsx';

const ResolveDialog = dynamic(() => import('./resolve-dialog.tsx').then((module) => module.ResolveDialog));
const ShareDialog = dynamic(() => import('./share-dialog.tsx').then((module) => module.ShareDialog));

const HOUR = 3_600_000;
type Change = { acknowledged?: boolean; assigneeId?: string | null; snoozedUntil?: number | null };

/** What a person does with an incident. Viewers can read, export and print it. */
export function Actions({ incident }: { incident: Incident }) {
  const me = useMe().data;
  const path = `/api/v1/incidents/${incident.id}`;
  const members = useApi<typeof ListMembers>('/api/v1/members');
  const update = useAction<typeof Update, Change>('PATCH', path, (change) => change);
  const unresolve = useAction<typeof Unresolve>('DELETE', `${path}/resolution`);
  const diagnose = useAction<typeof Diagnose>('POST', `${path}/diagnoses`);
  const [dialog, setDialog] = useState<'resolve' | 'share'>();
  const [failed, setFailed] = useState<string>();
  const { closedAt, acknowledgedAt, assignee, snoozedUntil, resolvedAt } = incident;
  const isOpen = closedAt === null;
  const canWork = me !== undefined && me.role !== 'viewer';
  const error = update.error?.message ?? unresolve.error?.message ?? diagnose.error?.message ?? failed;
  const save = (format: string) =>
    saveFile(`${path}/report?format=${format}`).then(
      () => setFailed(undefined),
      (reason) => setFailed(reason instanceof ApiError ? reason.message : 'The file could not be saved.'),
    );
  return (
    <div className="flex flex-col items-end gap-2 print:hidden">
      <div className="flex flex-wrap items-center justify-end gap-2">
        {canWork && isOpen && (
          <Button
            look={acknowledgedAt === null ? 'primary' : 'secondary'}
            busy={update.isPending}
            onClick={() => update.mutate({ acknowledged: acknowledgedAt === null })}
          >
            {acknowledgedAt === null ? 'Acknowledge' : 'Acknowledged'}
          </Button>
        )}
        {canWork && (
          <select
            aria-label="Assigned to"
            value={assignee?.id ?? ''}
            disabled={update.isPending}
            onChange={(event) => update.mutate({ assigneeId: event.target.value || null })}
            className={`${inputClass} w-40!`}
          >
            <option value="">Assign</option>
            {assignee && !members.data?.items.some(({ userId }) => userId === assignee.id) && (
              <option value={assignee.id}>{assignee.name}</option>
            )}
            {members.data?.items.map(({ userId, name }) => (
              <option key={userId} value={userId}>
                {name}
              </option>
            ))}
          </select>
        )}
        <Menu label="More">
          {canWork && (
            <>
              {resolvedAt === null ? (
                <MenuItem onSelect={() => setDialog('resolve')}>Resolve</MenuItem>
              ) : (
                <MenuItem onSelect={() => unresolve.mutate()}>Take the resolution back</MenuItem>
              )}
              {isOpen && snoozedUntil === null && (
                <>
                  <MenuItem onSelect={() => update.mutate({ snoozedUntil: Date.now() + HOUR })}>Snooze for an hour</MenuItem>
                  <MenuItem onSelect={() => update.mutate({ snoozedUntil: Date.now() + 24 * HOUR })}>Snooze for a day</MenuItem>
                  <MenuItem onSelect={() => update.mutate({ snoozedUntil: Date.now() + 7 * 24 * HOUR })}>Snooze for a week</MenuItem>
                </>
              )}
              {isOpen && snoozedUntil !== null && (
                <MenuItem onSelect={() => update.mutate({ snoozedUntil: null })}>End the snooze</MenuItem>
              )}
              <MenuItem onSelect={() => diagnose.mutate()}>Diagnose again (one RCA query)</MenuItem>
              <MenuLine />
              <MenuItem onSelect={() => setDialog('share')}>Share a link</MenuItem>
            </>
          )}
          <MenuItem onSelect={() => void save('markdown')}>Download as Markdown</MenuItem>
          <MenuItem onSelect={() => void save('json')}>Download as JSON</MenuItem>
          <MenuItem onSelect={() => void save('postmortem')}>Download a postmortem draft</MenuItem>
          <MenuItem onSelect={print}>Print or save as PDF</MenuItem>
        </Menu>
      </div>
      {error && <Notice tone="bad">{error}</Notice>}
      {diagnose.data && <Fresh diagnosis={diagnose.data} />}
      {dialog === 'resolve' && <ResolveDialog incident={incident} onClose={() => setDialog(undefined)} />}
      {dialog === 'share' && <ShareDialog id={incident.id} onClose={() => setDialog(undefined)} />}
    </div>
  );
}

/** The result of the diagnosis that was just requested. */
function Fresh({ diagnosis: { verdict, causes } }: { diagnosis: Diagnosis }) {
  if (verdict !== 'incident') return <Notice tone="good">Everything that failed is healthy or gone.</Notice>;
  return <Notice tone="info">{causes[0] ? `Diagnosed again: ${causes[0].title}.` : 'Diagnosed again: the cause is still unknown.'}</Notice>;
}

/** Prints the page with everything on it open, as paper has nothing to click. The menu has to be gone first. */
function print(): void {
  for (const details of document.querySelectorAll('main details')) details.setAttribute('open', '');
  setTimeout(() => window.print());
}
