import { byText } from '#lib/kubernetes/canonical.ts';
import { command } from '#lib/kubernetes/commands.ts';
import { dig, items, text, words } from '#lib/kubernetes/fields.ts';
import { type ObjectRef, shown } from '#lib/kubernetes/refs.ts';
import type { Entity } from '../cluster/entities.ts';
import type { Cluster, Workload } from '../cluster/index.ts';
import { eventEvidence, stateEvidence } from '../evidence.ts';
import { failingCalls } from '../failing-calls.ts';
import { type Candidate, hit, type Rule } from '../rule.ts';
import { podsHit } from './nodes.ts';

/**
 * Ranges of addresses that overlap: two nodes that give out the same pod addresses, or a range of pods that contains the address
 * of a node or Service. Traffic for one then goes to the other.
 * Signals: spec.podCIDRs of the Nodes, their addresses, the cluster IPs of the Services; event CIDRNotAvailable; the range that the
 * network plugin gives all pods (CALICO_IPV4POOL_CIDR), where pods of a node in it fail because nobody answers them.
 * Blames: the Node whose range overlaps; of two equal ones the younger. Spreads: node -> its pods.
 * Source: kubernetes.io/docs/concepts/cluster-administration/networking, "Kubernetes IP address ranges".
 */
export const addressRangeRule: Rule = (scene) => [...overlaps(scene), ...poolOverlaps(scene), ...rangeless(scene)];

/** Nodes to which the controller manager can give no range, because all of the cluster's are taken. */
const rangeless: Rule = ({ cluster }) =>
  cluster.allEvents
    .filter(({ reason, about }) => reason === 'CIDRNotAvailable' && about.kind === 'Node')
    .map((event) => ({
      code: 'node.network_plugin_down',
      title: 'No range of pod addresses is left for the node',
      object: event.about,
      proof: 'event',
      weight: 0.06,
      own: true,
      summary: `${shown(event.about)} gets no range of pod addresses: all ranges of the cluster are taken, so its pods get no network.`,
      evidenceFor: [eventEvidence(event)],
      remedies: [
        {
          text: 'Remove nodes that are gone for good, so that their ranges are free, or give the controller manager a larger cluster-cidr: that does not touch existing nodes.',
          command: command`kubectl get nodes -o custom-columns=NAME:.metadata.name,PODS:.spec.podCIDRS`,
        },
      ],
      hits: [{ to: event.about, mechanism: 'no addresses', text: event.message }],
    }));

const overlaps: Rule = (scene) => {
  const { cluster } = scene;
  const nodes = cluster.nodes.toSorted((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0) || byText(a.key, b.key));
  return nodes.flatMap((node, index) => {
    const found = overlapOf(cluster, node, nodes.slice(0, index));
    if (!found) return [];
    const { range, other, what } = found;
    const candidate: Candidate = {
      code: 'network.address_overlap',
      object: node.ref,
      proof: 'state',
      weight: 0.02,
      own: true,
      summary: `The pod addresses of ${shown(node.ref)} (${range}) overlap with ${what}: traffic for one goes to the other.`,
      evidenceFor: [
        stateEvidence(node.ref, 'spec.podCIDRs', range, `${shown(node.ref)} gives its pods addresses of ${range}`),
        stateEvidence(other, 'addresses', what, `This overlaps with ${what}`),
      ],
      remedies: [
        {
          text: 'See the range of every node. A range cannot be changed: drain the node, remove it from the cluster, and let it join again with a range of its own.',
          command: command`kubectl get nodes -o custom-columns=NAME:.metadata.name,PODS:.spec.podCIDR`,
        },
      ],
      hits: [
        { to: node.ref, mechanism: 'addresses overlap', text: what },
        ...podsHit(scene, node, 'addresses overlap', `has addresses of ${range}`),
      ],
    };
    return [candidate];
  });
};

/** Nodes whose own address lies in the range that all pods share, as far as pods of theirs fail. */
const poolOverlaps: Rule = (scene) => {
  const { cluster } = scene;
  const pools = cluster.workloads.flatMap((workload) => poolsOf(workload).map((pool) => ({ workload, pool, range: parsed(pool) })));
  if (pools.length === 0) return [];
  return cluster.nodes.flatMap((node): Candidate[] => {
    const hits = scene.signs.flatMap(({ workload, troubles }) =>
      workload &&
      troubles.some(({ pod }) => pod.node === node.ref.name) &&
      failingCalls(scene, workload).some(({ type }) => type === 'timeout' || type === 'unreachable')
        ? [hit(workload, 'addresses overlap', `It runs on ${shown(node.ref)}, whose address pods may have`)]
        : [],
    );
    const found = addressesOf(node).flatMap((address) => {
      const pool = pools.find(({ range }) => range && isOverlap(range, parsed(address)));
      return pool ? [{ address, ...pool }] : [];
    })[0];
    if (!found || hits.length === 0) return [];
    const { address, pool, workload } = found;
    return [
      {
        code: 'network.address_overlap',
        object: node.ref,
        proof: 'state',
        weight: -0.04,
        own: true,
        summary: `The address ${address} of ${shown(node.ref)} lies in the range of all pods (${pool}): what is sent to the node may go to a pod instead.`,
        evidenceFor: [
          stateEvidence(workload.ref, 'spec.template.spec.containers', pool, `${shown(workload.ref)} gives pods addresses of ${pool}`),
          stateEvidence(node.ref, 'status.addresses', address, `${shown(node.ref)} has the address ${address}`),
        ],
        remedies: [
          {
            text: 'Set the cluster up again with a range for pods that no node, Service or neighbour has. It cannot be changed while pods use it.',
            command: command`kubectl get nodes -o wide`,
          },
        ],
        hits,
      },
    ];
  });
};

/**
 * The ranges that Calico gives all pods of the cluster. Of the components' --cluster-cidr nothing follows: in a flat network it is
 * the range of the nodes, too.
 */
function poolsOf({ template }: Workload): string[] {
  return items(template.containers).flatMap((container) =>
    items(container.env).flatMap(({ name, value }) => (name === 'CALICO_IPV4POOL_CIDR' ? (text(value) ?? []) : [])),
  );
}

interface Range {
  first: number;
  last: number;
}

interface Overlap {
  range: string;
  other: ObjectRef;
  what: string;
}

function overlapOf(cluster: Cluster, node: Entity, older: readonly Entity[]): Overlap | undefined {
  for (const range of rangesOf(node)) {
    const own = parsed(range);
    if (!own) continue;
    for (const other of older) {
      const same = rangesOf(other).find((one) => isOverlap(own, parsed(one)));
      if (same) return { range, other: other.ref, what: `those of ${shown(other.ref)} (${same})` };
    }
    for (const other of cluster.nodes) {
      const address = addressesOf(other).find((one) => isOverlap(own, parsed(one)));
      if (address) return { range, other: other.ref, what: `the address ${address} of ${shown(other.ref)}` };
    }
    const service = cluster.services.find(({ clusterIp }) => clusterIp !== undefined && isOverlap(own, parsed(clusterIp)));
    if (service) return { range, other: service.ref, what: `the address ${service.clusterIp} of ${shown(service.ref)}` };
  }
  return undefined;
}

function rangesOf({ object }: Entity): string[] {
  const all = words(dig(object, 'spec', 'podCIDRs'));
  const one = text(dig(object, 'spec', 'podCIDR'));
  return all.length > 0 ? all : one ? [one] : [];
}

function addressesOf({ object }: Entity): string[] {
  return items(dig(object, 'status', 'addresses')).flatMap(({ type, address }) => (type === 'InternalIP' ? (text(address) ?? []) : []));
}

/** An IPv4 range or address as numbers; undefined for anything else. */
function parsed(range: string): Range | undefined {
  const [, a, b, c, d, bits = '32'] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(range) ?? [];
  const parts = [a, b, c, d].map(Number);
  if (parts.some((part) => !(part <= 255)) || Number(bits) > 32) return undefined;
  const address = parts.reduce((sum, part) => sum * 256 + part, 0);
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1 };
}

function isOverlap(a: Range, b: Range | undefined): boolean {
  return b !== undefined && a.first <= b.last && b.first <= a.last;
}
