import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { items, text } from '#lib/kubernetes/fields.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import type { RiskCheck } from './check.ts';
import { mainContainers } from './templates.ts';

/** An environment variable that a container sets twice: the last one counts, and a merge may drop either. */
export const duplicateVariableRisk: RiskCheck = {
  code: 'environment.duplicate_name',
  title: 'Environment variable that is set twice',
  foretells: /^config\.|^dependency\.|^app\.crash/,
  find: ({ cluster }) =>
    cluster.workloads.flatMap((workload) =>
      mainContainers(workload).flatMap(({ name, container }) => {
        const names = items(container.env).flatMap((variable) => text(variable.name) ?? []);
        const twice = [...new Set(names.filter((one, index) => names.indexOf(one) !== index))];
        return twice.map((variable) => ({
          object: workload.ref,
          severity: 'low' as const,
          text: `Container ${name} of ${shown(workload.ref)} sets the environment variable ${variable} more than once: only the last value counts.`,
          path: `spec.template.spec.containers[${name}].env`,
          value: variable,
          remedy: { text: 'Remove all but one.', command: command`kubectl edit ${kindAndName(workload.ref)}` },
        }));
      }),
    ),
};
