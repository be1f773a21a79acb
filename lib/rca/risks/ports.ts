import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { type Fields, fields, items, number, text } from '#lib/kubernetes/fields.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import type { Finding, Ground, RiskCheck } from './check.ts';
import { mainContainers, type Workload } from './templates.ts';

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const HANDLERS = ['httpGet', 'tcpSocket'] as const;

/**
 * A probe or a Service that names a port which no container declares: a name cannot be resolved at all. A number works
 * without a declaration, so it counts only where no pod of the workload is ready.
 */
export const portRisk: RiskCheck = {
  code: 'port.undeclared',
  title: 'Refers to a port that no container declares',
  foretells: /^probe\.|^service\.(?:port|protocol)_mismatch|^ingress\./,
  find: (ground) => [...ground.cluster.workloads.flatMap(probePorts), ...servicePorts(ground)],
};

function probePorts(workload: Workload): Finding[] {
  return mainContainers(workload).flatMap(({ name, container }) => {
    const declared = items(container.ports);
    return PROBES.flatMap((probe) =>
      HANDLERS.flatMap((handler): Finding[] => {
        const { port } = fields(fields(container[probe])[handler]);
        if (port === undefined || isDeclared(declared, port) || !isAMistake(workload, declared, port)) return [];
        return [
          {
            object: workload.ref,
            severity: typeof port === 'string' ? 'high' : 'medium',
            text: `The ${probe} of container ${name} of ${shown(workload.ref)} asks port ${String(port)}, which the container does not declare.`,
            path: `spec.template.spec.containers[${name}].${probe}.${handler}.port`,
            value: String(port),
            remedy: { text: 'Correct the port of the probe, or declare it.', command: command`kubectl edit ${kindAndName(workload.ref)}` },
          },
        ];
      }),
    );
  });
}

function isAMistake({ pods }: Workload, declared: readonly Fields[], port: unknown): boolean {
  if (typeof port === 'string' && !/^\d+$/.test(port)) return true;
  return declared.length > 0 && pods.length > 0 && pods.every((pod) => !pod.ready);
}

function isDeclared(declared: readonly Fields[], port: unknown): boolean {
  const asNumber = typeof port === 'string' && /^\d+$/.test(port) ? Number(port) : number(port);
  return declared.some(({ name, containerPort }) => (asNumber === undefined ? text(name) === port : number(containerPort) === asNumber));
}

/** Named target ports that none of the selected workloads has. */
function servicePorts({ cluster }: Ground): Finding[] {
  return cluster.services.flatMap(({ ref, ports, workloads }) => {
    const declared = workloads.flatMap((workload) => mainContainers(workload).flatMap(({ container }) => items(container.ports)));
    const sidecars = workloads.flatMap(({ template }) => items(template.initContainers).flatMap((one) => items(one.ports)));
    if (workloads.length === 0) return [];
    return ports.flatMap(({ target }): Finding[] => {
      if (typeof target !== 'string' || isDeclared([...declared, ...sidecars], target)) return [];
      return [
        {
          object: ref,
          severity: 'high',
          text: `${shown(ref)} leads to the port ${target}, which no container of ${workloads.map((one) => shown(one.ref)).join(', ')} declares.`,
          path: 'spec.ports[].targetPort',
          value: target,
          remedy: {
            text: 'Correct the target port, or name the port of the container so.',
            command: command`kubectl edit ${kindAndName(ref)}`,
          },
        },
      ];
    });
  });
}
