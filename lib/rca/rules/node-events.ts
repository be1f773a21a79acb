import { command, nodeName } from '#lib/kubernetes/commands.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import { eventEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule } from '../rule.ts';
import { sentence } from '../wording.ts';

/**
 * Nodes that the kubelet warns of before a condition changes: it cannot free disk space, or the kernel killed programs because
 * the machine itself was out of memory.
 * Signals: events ImageGCFailed and FreeDiskSpaceFailed that say how much is missing; SystemOOM together with pods of the node
 * that fail, because one killed process alone is soon forgotten. Blames: the Node. Spreads: node -> its failing pods.
 * Sources: kubernetes/pkg/kubelet/images/image_gc_manager.go; kubernetes/pkg/kubelet/oom (SystemOOM).
 */
export const nodeEventRule: Rule = ({ cluster, signs }) =>
  cluster.nodes.flatMap(({ ref: node }): Candidate[] => {
    const recent = cluster.eventsAbout(node).filter(({ lastAt }) => lastAt !== undefined && cluster.now - lastAt <= RECENT_MS);
    const disk = recent.findLast(({ reason, message }) => DISK.test(reason) && /free/i.test(message));
    const failing = signs.flatMap(({ workload, troubles }) =>
      workload && troubles.some(({ pod }) => pod.node === node.name) ? [hit(workload, 'node out of memory', 'It runs on the node')] : [],
    );
    const memory = failing.length > 0 ? recent.findLast(({ reason }) => reason === 'SystemOOM') : undefined;
    const event = disk ?? memory;
    if (!event) return [];
    return [
      {
        code: 'node.resource_pressure',
        title: disk ? 'Disk of the node is nearly full' : 'Node ran out of memory',
        object: node,
        proof: 'event',
        // That the machine was out of memory explains a killed pod less certainly than the pod's own limit does.
        weight: disk ? -0.04 : -0.14,
        own: true,
        summary: sentence(`${shown(node)} ${disk ? 'cannot free disk space' : 'ran out of memory as a whole'}: ${event.message}`),
        evidenceFor: [eventEvidence(event)],
        remedies: [
          {
            text: disk
              ? 'See what fills the disk besides images: logs, emptyDir volumes, other programs. Enlarge it if all of that is needed.'
              : 'Give the pods of the node requests that they keep to, so that it is not filled beyond what it has.',
            command: command`kubectl describe node ${nodeName(node.name)}`,
          },
        ],
        hits: disk ? [{ to: node, mechanism: 'disk full', text: event.message }] : failing,
        ...(event.firstAt !== undefined && { onset: event.firstAt }),
      },
    ];
  });

/** The kubelet looks every five minutes. */
const RECENT_MS = 10 * 60_000;
const DISK = /^(?:ImageGCFailed|FreeDiskSpaceFailed)$/;
