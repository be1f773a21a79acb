import { command, nodeName } from '#lib/kubernetes/commands.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import { logEvidence } from '../evidence.ts';
import { type Candidate, hit, type Rule } from '../rule.ts';
import { logMessage, sentence } from '../wording.ts';

/**
 * Programs that need something of their node which it lacks: a kernel module, a tool, a limit of the kernel.
 * Signals: what the failing program logs (modprobe, iptables, iscsiadm, inotify). Blames: the workload that needs it; the node is
 * named. Source: modprobe(8), inotify(7); the requirements of each project.
 */
export const hostPrerequisiteRule: Rule = (scene) =>
  scene.signs.flatMap(({ workload, troubles, since }) => {
    const fact = workload && scene.cluster.factsOf(workload).findLast(({ type }) => type === 'host-prerequisite');
    if (!workload || !fact) return [];
    const node =
      troubles.find(({ pod }) => pod.ref.name === fact.pod)?.pod.node ?? workload.pods.find(({ ref }) => ref.name === fact.pod)?.node;
    const candidate: Candidate = {
      code: 'node.host_prerequisite_missing',
      object: workload.ref,
      proof: 'log',
      weight: 0.1,
      own: true,
      summary: sentence(
        `${shown(workload.ref)} needs something that ${node ? `node ${node}` : 'its node'} lacks: ${logMessage(fact.line, 600)}`,
      ),
      evidenceFor: [logEvidence(fact)],
      remedies: [
        {
          text: 'Install or load on the nodes what the log names, and see that new nodes get it, too.',
          command: node ? command`kubectl describe node ${nodeName(node)}` : undefined,
        },
        { text: 'Until then, keep the workload on nodes that have it, with a node selector.' },
      ],
      hits: [hit(workload, 'node lacks a prerequisite', logMessage(fact.line))],
      ...(since !== undefined && { onset: since }),
    };
    return [candidate];
  });
