'use client';

import { useMe } from '#components/shell/session.ts';
import { PageHead } from '#components/ui/page.tsx';
import { Notice } from '#components/ui/state.tsx';
import { DeletionSection } from './deletion.tsx';
import { ExportSection } from './export.tsx';

/** The export of everything that the account holds, and its deletion. */
export function YourDataView() {
  const me = useMe().data;
  const isAdmin = me?.isPerson === true && (me.role === 'admin' || me.role === 'owner');
  return (
    <>
      <PageHead title="Your data">Export all data of {me?.client?.name ?? 'this account'}, or have it deleted.</PageHead>
      {isAdmin && <ExportSection />}
      {isAdmin && me.client && <DeletionSection clientId={me.client.id} isOwner={me.role === 'owner'} />}
      {me && !isAdmin && (
        <Notice tone="neutral" title="Only for owners and admins">
          The data of the account can be exported by its owners and admins, and deleted by its owners. Sign in with such an account, not
          with an API key.
        </Notice>
      )}
    </>
  );
}
