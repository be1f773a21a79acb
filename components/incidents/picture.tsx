'use client';

import { ArrowDown, ArrowRight, CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { Fragment } from 'react';
import { ObjectLink, useKnownObject } from './known-objects.tsx';
import { type PictureNode, type PictureStep, pictureOf } from './picture.ts';
import type { Diagnosis } from './words.ts';

const TITLES = { cause: 'Cause', failure: 'Fails because of it', impact: 'Impact' };
const LOOKS = {
  bad: { Icon: CircleAlert, border: 'border-bad', text: 'text-bad', word: 'Failing' },
  warn: { Icon: TriangleAlert, border: 'border-warn', text: 'text-warn', word: 'Degraded' },
  good: { Icon: CircleCheck, border: 'border-good', text: 'text-good', word: 'Healthy now' },
} as const;

/** Cause, failure and impact from left to right, on a phone from top to bottom. The colour of an object is its health now. */
export function Picture({ diagnosis, isOver }: { diagnosis: Diagnosis; isOver: boolean }) {
  const { columns, steps } = pictureOf(diagnosis);
  if (columns.length === 0) return null;
  const { affected } = diagnosis.blastRadius;
  const atRisk = affected.filter(({ impact }) => impact === 'at-risk').length;
  const titles =
    diagnosis.causes.length === 0 ? ['What fails', TITLES.failure, TITLES.impact] : [TITLES.cause, TITLES.failure, TITLES.impact];
  return (
    <section aria-label="From cause to impact" className="mb-4 rounded-lg border bg-surface p-3">
      <div className="flex flex-col gap-2 lg:flex-row lg:items-stretch">
        {columns.map(({ nodes, omitted }, index) => (
          <Fragment key={titles[index]}>
            {index > 0 && (
              <div aria-hidden className="flex items-center justify-center text-ink-2">
                <ArrowRight className="size-5 max-lg:hidden" />
                <ArrowDown className="size-5 lg:hidden" />
              </div>
            )}
            <div className="min-w-0 flex-1">
              <h2 className="mb-1.5 text-sm font-medium text-ink-2">{titles[index]}</h2>
              <ul className="flex flex-col gap-1.5">
                {nodes.map((node) => (
                  <Node key={node.id} node={node} steps={steps} isOver={isOver} summary={diagnosis.causes[0]?.summary} />
                ))}
                {omitted > 0 && (
                  <li className="text-sm">
                    <a href="#impact" className="link">
                      {omitted} more
                    </a>
                  </li>
                )}
                {index === columns.length - 1 && atRisk > 0 && (
                  <li className="text-sm text-ink-2">
                    <a href="#impact" className="hover:underline">
                      {atRisk} healthy {atRisk === 1 ? 'object is' : 'objects are'} at risk
                    </a>
                  </li>
                )}
              </ul>
            </div>
          </Fragment>
        ))}
        {columns.length === 1 && (
          <p className="self-center text-ink-2 lg:flex-1 lg:pl-4">{atRisk === 0 ? 'Nothing else is affected.' : ''}</p>
        )}
      </div>
    </section>
  );
}

function Node({
  node: { object, role, what, id },
  steps,
  isOver,
  summary,
}: {
  node: PictureNode;
  steps: PictureStep[];
  isOver: boolean;
  summary: string | undefined;
}) {
  const known = useKnownObject(object);
  const isGone = known?.deletedAt !== undefined;
  // What is degraded, such as a Service with fewer endpoints, has no failure of its own in its state.
  const isBack = known?.health === 'healthy' && role !== 'cause' && role !== 'degraded' && !isGone;
  const look = LOOKS[isOver || isBack ? 'good' : role === 'degraded' ? 'warn' : 'bad'];
  const word = isOver ? 'Recovered' : role === 'cause' ? undefined : look.word;
  const via = steps.find(({ to }) => to === id)?.mechanism;
  return (
    <li className={`min-w-0 rounded-md border border-l-4 bg-surface px-2.5 py-1.5 ${look.border}`}>
      <p className="flex items-start gap-1.5">
        <look.Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${look.text}`} />
        <ObjectLink object={object} className="min-w-0 font-medium" />
      </p>
      <p className="line-clamp-3 text-sm break-words text-ink-2">
        {role === 'cause' ? summary : [what, word !== what ? word : undefined].filter(Boolean).join(', ')}
        {isGone && ' (deleted)'}
        {via && role !== 'cause' && ` – ${via}`}
      </p>
    </li>
  );
}
