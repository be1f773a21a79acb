'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { saveFile } from '#components/api.ts';
import { useMe } from '#components/shell/session.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/state.tsx';
import { CLUSTER_NAME } from '#lib/wire/names.ts';

/** Downloads the agent package for a named cluster; for roles that may see the agent's key. */
export function DownloadPackage() {
  const role = useMe().data?.role;
  const [cluster, setCluster] = useState('my-cluster');
  const isValid = CLUSTER_NAME.test(cluster);
  const download = useMutation({ mutationFn: () => saveFile(`/api/v1/agent-package?cluster=${encodeURIComponent(cluster)}`) });
  if (role === 'viewer' || role === 'member') {
    return <Notice tone="neutral">The package contains an API key, so only admins and owners of the account can download it.</Notice>;
  }
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Field
        label="Cluster name"
        className="w-full sm:w-72"
        value={cluster}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setCluster(event.target.value)}
        error={isValid ? undefined : 'Use 1 to 63 lower-case letters, digits, hyphens and dots. Start and end with a letter or digit.'}
      />
      <Button look="primary" disabled={!isValid} busy={download.isPending} onClick={() => download.mutate()}>
        Download agent package
      </Button>
      {download.error && (
        <div className="w-full">
          <Notice tone="bad">{download.error.message}</Notice>
        </div>
      )}
    </div>
  );
}
