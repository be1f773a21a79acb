import type { POST as ReplayDeadLetter } from '#app/api/v1/admin/dead-letters/[id]/replay/route.ts';
import type { DELETE as DiscardDeadLetter } from '#app/api/v1/admin/dead-letters/[id]/route.ts';
import type { GET as ListAllDeadLetters } from '#app/api/v1/admin/dead-letters/route.ts';
import { useAction } from '#components/api.ts';
import { Confirm } from '#components/ui/confirm.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

/** A dead letter, as the list returns it. */
export type Letter = AnswerOf<typeof ListAllDeadLetters>['items'][number];

/** How a dead letter is about to be resolved. */
export interface Resolution {
  action: 'replay' | 'discard';
  letter: Letter;
}

/** Asks for confirmation, resolves the dead letter and reports the result to the page. A refusal stays in the dialog, with its reason. */
export function ResolveDialog({
  resolution: { action, letter },
  onClose,
  onDone,
}: {
  resolution: Resolution;
  onClose: () => void;
  onDone: (result: string) => void;
}) {
  const path = `/api/v1/admin/dead-letters/${letter.id}`;
  const replay = useAction<typeof ReplayDeadLetter>('POST', `${path}/replay`);
  const discard = useAction<typeof DiscardDeadLetter>('DELETE', path);
  const finish = (result: string) => {
    onDone(result);
    onClose();
  };
  const isReplay = action === 'replay';
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={isReplay ? `Replay dead letter ${letter.id}?` : `Discard dead letter ${letter.id}?`}
      action={isReplay ? 'Replay record' : 'Discard dead letter'}
      danger={!isReplay}
      busy={replay.isPending || discard.isPending}
      error={(isReplay ? replay : discard).error?.message}
      onConfirm={() => {
        if (isReplay)
          replay.mutate(undefined, {
            onSuccess: ({ clientId, stream, offset }) =>
              finish(`Dead letter ${letter.id} was replayed. Its record is at offset ${offset} of stream ${stream} of ${clientId}.`),
          });
        else discard.mutate(undefined, { onSuccess: () => finish(`Dead letter ${letter.id} was discarded.`) });
      }}
    >
      <p>
        {isReplay
          ? `The record is validated again and appended to ${letter.stream} of ${letter.clientId}. Nothing is counted twice. If it is rejected again, it appears here as a new dead letter.`
          : `The record can no longer be replayed. The dead letter stays visible until the retention period of ${letter.clientId} ends.`}
      </p>
      <p className="text-ink-2">This is recorded in the client's audit log.</p>
    </Confirm>
  );
}
