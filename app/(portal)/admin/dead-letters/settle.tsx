import type { POST as ReplayDeadLetter } from '#app/api/v1/admin/dead-letters/[id]/replay/route.ts';
import type { DELETE as DiscardDeadLetter } from '#app/api/v1/admin/dead-letters/[id]/route.ts';
import type { GET as ListAllDeadLetters } from '#app/api/v1/admin/dead-letters/route.ts';
import { useAction } from '#components/api.ts';
import { Confirm } from '#components/ui/confirm.tsx';
import type { AnswerOf } from '#lib/api/index.ts';

/** A letter as it is listed. */
export type Letter = AnswerOf<typeof ListAllDeadLetters>['items'][number];

/** What staff is about to do with a letter. */
export interface Settling {
  act: 'replay' | 'discard';
  letter: Letter;
}

/** Asks once more, does it, and tells the page what came of it; a refusal stays in the dialog, with its reason. */
export function SettleDialog({
  settling: { act, letter },
  onClose,
  onDone,
}: {
  settling: Settling;
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
  const isReplay = act === 'replay';
  return (
    <Confirm
      open
      onOpenChange={(open) => !open && onClose()}
      title={isReplay ? `Replay letter ${letter.id}?` : `Discard letter ${letter.id}?`}
      action={isReplay ? 'Replay the record' : 'Discard the letter'}
      danger={!isReplay}
      busy={replay.isPending || discard.isPending}
      error={(isReplay ? replay : discard).error?.message}
      onConfirm={() => {
        if (isReplay)
          replay.mutate(undefined, {
            onSuccess: ({ clientId, stream, offset }) =>
              finish(`Letter ${letter.id} was replayed: its record stands at offset ${offset} of ${stream} of ${clientId}.`),
          });
        else discard.mutate(undefined, { onSuccess: () => finish(`Letter ${letter.id} was discarded.`) });
      }}
    >
      <p>
        {isReplay
          ? `Its record is checked again and appended to ${letter.stream} of ${letter.clientId}. What was counted before is not counted twice; should it be turned away again, it stands here as a new letter.`
          : `Its record can not be replayed any more. The letter stays visible until the retention of ${letter.clientId} ends.`}
      </p>
      <p className="text-ink-2">The act stands in the client's audit log.</p>
    </Confirm>
  );
}
