'use client';

import { type ReactNode, useMemo, useState } from 'react';
import { useClusterNames } from '#components/cluster-name.tsx';
import { worstFirst } from '#components/graph/drawing.ts';
import type { Expression } from '#components/graph/expression.ts';
import { type MapOptions, MapWithPanel } from '#components/graph/map-with-panel.tsx';
import { resourcePath } from '#components/graph/object-link.tsx';
import type { Topology, TopologyNode } from '#components/graph/types.ts';
import { Button, buttonClass } from '#components/ui/button.tsx';
import { amount, count } from '#components/ui/format.ts';
import { Link } from '#components/ui/link.tsx';
import { Section } from '#components/ui/page.tsx';
import { Empty, Notice } from '#components/ui/state.tsx';
import { kindOf } from '#lib/kubernetes/kinds.ts';
import { HealthJumps } from './health-jumps.tsx';
import { ObjectDetails } from './object-details.tsx';
import { ObjectList } from './object-list.tsx';
import { useChoice } from './use-choice.ts';

/** The objects that were asked for, as a map or as a list, with what there is to say of them. */
export function Objects({ topology, find, hide, view }: { topology: Topology; find: Expression; hide: Expression; view: 'map' | 'list' }) {
  const chosen = useChoice();
  const { choice, set, toggle, expand, focusOn } = chosen;
  const [centred, setCentred] = useState<MapOptions['centred']>(() => (choice.node ? { id: choice.node } : undefined));
  const shown = useMemo(() => without(topology, hide), [topology, hide]);
  const found = useMemo(
    () => (find.matches && !find.isEmpty ? shown.nodes.filter(find.matches).sort(worstFirst) : undefined),
    [shown, find],
  );
  const foundKeys = useMemo(() => found && new Set(found.map(({ key }) => key)), [found]);
  const incidents = useMemo(() => new Map(topology.incidents.map(({ id, number }) => [id, number])), [topology.incidents]);
  if (topology.nodes.length === 0) return <Nothing topology={topology} cluster={choice.cluster} namespace={choice.namespace} />;
  const isAway = (id: string) => !/^(group|rest) /.test(id) && !shown.nodes.some(({ key }) => key === id);
  const focus = choice.focus && !isAway(choice.focus.key) ? choice.focus : undefined;

  /** Shows an object on the map, also from the list. */
  function go(key: string): void {
    set({ node: key, ...(view === 'list' && { view: 'map' }) });
    setCentred({ id: key });
  }

  return (
    <>
      <Notes topology={topology} />
      {choice.node && isAway(choice.node) && <Away what="The selected object" node={choice.node} onEnd={() => set({ node: undefined })} />}
      {choice.focus && !focus && <Away what="The object in focus" node={choice.focus.key} onEnd={() => focusOn(undefined)} />}
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <HealthJumps nodes={shown.nodes} selected={choice.node} onGo={go} />
        {found && <Found found={found} selected={choice.node} onGo={go} onEnd={() => set({ find: undefined })} />}
        {focus && (
          <span className="flex items-center gap-2">
            Within {amount(focus.hops, 'step')} of {shown.nodes.find(({ key }) => key === focus.key)?.name}
            <Button small onClick={() => focusOn(undefined)}>
              Show all
            </Button>
          </span>
        )}
      </div>
      {view === 'map' ? (
        <MapWithPanel
          topology={shown}
          selected={choice.node}
          onSelect={(node) => set({ node })}
          options={{
            found: foundKeys,
            centred,
            viewOf: [choice.cluster, choice.namespace, choice.find, choice.focus?.key, choice.focus?.hops].join(' '),
            toggled: choice.toggled,
            onToggle: toggle,
            expanded: choice.expanded,
            onExpand: expand,
            focus,
            incidents,
            details: (node) => <ObjectDetails node={node} topology={topology} chosen={chosen} />,
          }}
        />
      ) : (
        <ObjectList nodes={found ?? shown.nodes} incidents={incidents} />
      )}
    </>
  );
}

/** A topology without what is hidden: by the expression, and because it is bookkeeping of the cluster. */
function without(topology: Topology, hide: Expression): Topology {
  const isHidden = hide.matches && !hide.isEmpty ? hide.matches : () => false;
  return { ...topology, nodes: topology.nodes.filter((node) => kindOf(node.kind)?.hidden !== 'always' && !isHidden(node)) };
}

function Found({
  found,
  selected,
  onGo,
  onEnd,
}: {
  found: readonly TopologyNode[];
  selected: string | undefined;
  onGo: (key: string) => void;
  onEnd: () => void;
}) {
  const at = found.findIndex(({ key }) => key === selected);
  const next = found[(at + 1) % found.length];
  return (
    <span role="status" className="flex items-center gap-2">
      {next ? `${amount(found.length, 'object')} found` : 'No object fits what is in Find'}
      {next && (
        <Button small onClick={() => onGo(next.key)}>
          {at < 0 ? 'Go to the first' : 'Go to the next'}
        </Button>
      )}
      <Button small look="quiet" onClick={onEnd}>
        Clear
      </Button>
    </span>
  );
}

function Away({ what, node, onEnd }: { what: string; node: string; onEnd: () => void }) {
  return (
    <Note
      title={`${what} is not among those shown`}
      action={
        <Button small onClick={onEnd}>
          Dismiss
        </Button>
      }
    >
      It is folded into its owner, hidden, not there at this time, or in another cluster or namespace.{' '}
      <Link href={resourcePath(node)} className="link">
        Open its page
      </Link>
    </Note>
  );
}

function Notes({ topology }: { topology: Topology }) {
  const { nodes, notes = [], truncated, at } = topology;
  const unknown = nodes.filter(({ health, healthReason }) => health === 'unknown' && healthReason === undefined).length;
  return (
    <>
      {notes.map((note) => (
        <Note key={note} title="This topology is not complete">
          {note}
        </Note>
      ))}
      {truncated && (
        <Note title={`These are ${count(nodes.length)} of ${count(truncated.nodes)} objects, the unhealthy first`}>
          Select a cluster or a namespace to see all of its objects.
        </Note>
      )}
      {unknown > 0 && (
        <Note title={`The health of ${amount(unknown, 'object')} at ${new Date(at).toLocaleString()} is not known`}>
          Their last changes of health are kept, and these are all later.
        </Note>
      )}
    </>
  );
}

function Note({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <div className="mb-3">
      <Notice tone="info" title={title} action={action}>
        {children}
      </Notice>
    </div>
  );
}

/** Why there is nothing to show, and the way out. */
function Nothing({
  topology: { at, knownSince, namespaces },
  cluster,
  namespace,
}: {
  topology: Topology;
  cluster: string | undefined;
  namespace: string | undefined;
}) {
  const clusterName = useClusterNames();
  if (knownSince !== null && at < knownSince)
    return (
      <Section>
        <Empty title="There is no data of this time">
          The first data that is kept is of {new Date(knownSince).toLocaleString()}. Choose a later time on the time line.
        </Empty>
      </Section>
    );
  if (namespace !== undefined)
    return (
      <Section>
        <Empty title={`There is nothing in the namespace ${namespace}`}>
          {namespaces.includes(namespace)
            ? 'All of its objects belong to others, or are bookkeeping of the cluster.'
            : 'Select one that exists, or clear the field Namespace.'}
        </Empty>
      </Section>
    );
  if (knownSince !== null || cluster !== undefined)
    return (
      <Section>
        <Empty title={cluster === undefined ? 'There was nothing at this time' : `There is nothing of the cluster ${clusterName(cluster)}`}>
          Select another cluster or another time.
        </Empty>
      </Section>
    );
  return (
    <Section>
      <Empty
        title="No objects yet"
        action={
          <Link href="/onboarding" className={buttonClass('primary')}>
            Install the agent
          </Link>
        }
      >
        The map of your clusters appears here once an agent has sent its first data.
      </Empty>
    </Section>
  );
}
