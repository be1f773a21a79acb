'use client';

import dynamic from 'next/dynamic';
import type { DELETE as Remove } from '#app/api/v1/incidents/[id]/comments/[commentId]/route.ts';
import { useAction } from '#components/api.ts';
import type { Incident } from '#components/incidents/words.ts';
import { useMe } from '#components/shell/session.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice, Skeleton } from '#components/ui/state.tsx';
import { When } from '#components/ui/text.tsx';
import { WhenSeen } from '#components/ui/when-seen.tsx';

// The incident is shown first: this is at the end of its page, and most have no comments.
const NewComment = dynamic(() => import('./new-comment.tsx').then((module) => module.NewComment), { loading: () => <FormSkeleton /> });
const FormSkeleton = () => <Skeleton className="h-44" />;
const MarkdownText = dynamic(() => import('#components/incidents/markdown-text.tsx').then((module) => module.MarkdownText));

/** What people wrote about an incident, and a form to write more. */
export function Comments({ incident: { id, comments } }: { incident: Incident }) {
  const me = useMe().data;
  const remove = useAction<typeof Remove, string>('DELETE', (commentId) => `/api/v1/incidents/${id}/comments/${commentId}`);
  return (
    <div className="flex flex-col gap-4">
      {comments.length === 0 && <p className="text-ink-2">No comments yet.</p>}
      <ul className="flex flex-col gap-3">
        {comments.map(({ id: commentId, at, author, body, isMine }) => (
          <li key={commentId} className="min-w-0 rounded-md border p-3">
            <p className="mb-1 flex flex-wrap items-center justify-between gap-2 text-sm text-ink-2">
              <span>
                {author}, <When ms={at} />
              </span>
              {isMine && (
                <Button small look="quiet" busy={remove.isPending} onClick={() => remove.mutate(commentId)}>
                  Remove
                </Button>
              )}
            </p>
            <MarkdownText>{body}</MarkdownText>
          </li>
        ))}
      </ul>
      {remove.error && <Notice tone="bad">{remove.error.message}</Notice>}
      {me && me.role !== 'viewer' && (
        <WhenSeen placeholder={<FormSkeleton />}>
          <NewComment id={id} />
        </WhenSeen>
      )}
    </div>
  );
}
