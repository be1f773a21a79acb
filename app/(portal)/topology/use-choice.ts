'use client';

import { useMemo } from 'react';
import { flipped } from '#components/graph/map-with-panel.tsx';
import { useQueryState } from '#components/graph/query-state.ts';

const MAX_HOPS = 3;

/** Everything that a person has chosen on the topology page; all of it is in the address, so that a link shows the same. */
export interface Choice {
  cluster: string | undefined;
  namespace: string | undefined;
  find: string;
  hide: string;
  /** A time in the past, epoch ms; undefined stands for now. */
  at: number | undefined;
  node: string | undefined;
  focus: { key: string; hops: number } | undefined;
  toggled: ReadonlySet<string>;
  expanded: ReadonlySet<string>;
}

/** The choice in the address, and how to change a part of it. */
export function useChoice() {
  const [params, set] = useQueryState();
  const text = params.toString();
  const choice = useMemo(() => readChoice(new URLSearchParams(text)), [text]);
  const flip = (name: 'groups' | 'pods', before: ReadonlySet<string>, item: string) =>
    set({ [name]: [...flipped(before, item)].join(',') });
  return {
    choice,
    set,
    toggle: (group: string) => flip('groups', choice.toggled, group),
    expand: (key: string) => flip('pods', choice.expanded, key),
    focusOn: (key: string | undefined, hops = 1) => set({ focus: key, hops: key === undefined ? undefined : String(hops) }),
  };
}

function readChoice(params: URLSearchParams): Choice {
  const one = (name: string) => params.get(name) || undefined;
  const list = (name: string) => new Set((params.get(name) ?? '').split(',').filter(Boolean));
  const [at, key, hops] = [one('at'), one('focus'), Number(one('hops'))];
  return {
    cluster: one('cluster'),
    namespace: one('namespace'),
    find: params.get('find') ?? '',
    hide: params.get('hide') ?? '',
    at: at !== undefined && /^\d{1,15}$/.test(at) ? Number(at) : undefined,
    node: one('node'),
    focus: key === undefined ? undefined : { key, hops: hops >= 1 && hops <= MAX_HOPS ? hops : 1 },
    toggled: list('groups'),
    expanded: list('pods'),
  };
}
