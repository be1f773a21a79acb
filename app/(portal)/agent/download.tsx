'use client';

import { useState } from 'react';
import { useMe } from '#components/shell/session.ts';
import { buttonClass } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/state.tsx';

const CLUSTER_NAME = /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/;

/** The agent package for a cluster that is named here, for those who may hold its key. */
export function DownloadPackage() {
  const role = useMe().data?.role;
  const [cluster, setCluster] = useState('my-cluster');
  const named = CLUSTER_NAME.test(cluster);
  if (role === 'viewer' || role === 'member') {
    return <Notice tone="neutral">The package holds an API key: an admin or an owner of the account downloads it.</Notice>;
  }
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Field
        label="Name of the cluster"
        className="w-full sm:w-72"
        value={cluster}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setCluster(event.target.value)}
        error={named ? undefined : 'use 1 to 63 of a-z, 0-9, "-" and "."; begin and end with a letter or digit'}
      />
      {named && (
        <a href={`/api/v1/agent-package?cluster=${encodeURIComponent(cluster)}`} download className={buttonClass('primary')}>
          Download the agent package
        </a>
      )}
    </div>
  );
}
