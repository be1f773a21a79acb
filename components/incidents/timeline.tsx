'use client';

import { useEffect, useRef, useState } from 'react';
import { FieldDiffs } from '../graph/field-diffs.tsx';
import { Button } from '../ui/button.tsx';
import { Badge } from '../ui/state.tsx';
import { When } from '../ui/text.tsx';
import { LanePicture } from './lane-picture.tsx';
import { type LaneName, lanesOf, type Mark } from './lanes.ts';
import { type Diagnosis, LANES, objectText, withoutDiff } from './words.ts';

type Entry = Diagnosis['timeline'][number];
const TONES = { info: 'info', warning: 'warn', error: 'bad' } as const;

/** The timeline as four lanes and as a list, oldest first, with the changed fields. A mark in a lane leads to its entries in the list. */
export function Timeline({ entries }: { entries: Entry[] }) {
  const [lane, setLane] = useState<LaneName>();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (selected.size > 0) list.current?.querySelector<HTMLElement>('[data-selected="true"]')?.focus();
  }, [selected]);
  if (entries.length === 0) return <p className="text-ink-2">Nothing related was recorded in the hour before the diagnosis.</p>;

  const drawn = lanesOf(entries);
  const used = drawn.lanes.filter(({ marks }) => marks.length > 0);
  const shown = entries.filter((entry) => lane === undefined || entry.lane === lane);
  function select(mark: Mark, of: LaneName): void {
    setLane((current) => (current === undefined ? current : of));
    setSelected(new Set(mark.entries.flatMap((i) => (entries[i] ? [entryKey(entries[i])] : []))));
  }
  return (
    <>
      <LanePicture drawn={drawn} onSelect={select} />
      {used.length > 1 && (
        <fieldset className="mt-4 flex flex-wrap gap-1" aria-label="Show in the list">
          {[undefined, ...used.map((one) => one.lane)].map((name) => (
            <Button
              key={name ?? 'all'}
              small
              look={lane === name ? 'primary' : 'secondary'}
              aria-pressed={lane === name}
              onClick={() => setLane(name)}
            >
              {name ? LANES[name].many : 'All'}
            </Button>
          ))}
        </fieldset>
      )}
      <ol ref={list} className="mt-3 flex flex-col">
        {shown.map((entry, i) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: two entries may be identical
            key={i}
            tabIndex={-1}
            data-selected={selected.has(entryKey(entry))}
            className="grid grid-cols-1 gap-x-4 gap-y-1 border-l-2 py-2 pr-1 pl-4 data-[selected=true]:border-accent data-[selected=true]:bg-accent-soft sm:grid-cols-[5rem_6rem_minmax(0,1fr)]"
          >
            <span className="text-sm text-ink-2">
              <When ms={entry.at} />
            </span>
            <span>
              <Badge tone={TONES[entry.severity]}>{LANES[entry.lane].one}</Badge>
            </span>
            <div className="min-w-0">
              <p className="break-words">
                {!entry.text.startsWith(objectText(entry.object)) && <span className="text-ink-2">{objectText(entry.object)}: </span>}
                <span className={entry.lane === 'log' ? 'font-mono text-sm break-all' : ''}>
                  {withoutDiff(entry.text, entry.fields ?? [])}
                </span>
              </p>
              {entry.fields && entry.fields.length > 0 && (
                <div className="mt-1">
                  <FieldDiffs fields={entry.fields} />
                </div>
              )}
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

/** Identifies an entry of the timeline, also after the timeline has been fetched again. */
function entryKey({ at, lane, object, text }: Entry): string {
  return `${at} ${lane} ${objectText(object)} ${text}`;
}
