import { command, kindAndName } from '#lib/kubernetes/commands.ts';
import { dig } from '#lib/kubernetes/fields.ts';
import { shown } from '#lib/kubernetes/refs.ts';
import type { Finding, RiskCheck } from './check.ts';

const MARKS = [
  ['StorageClass', 'storageclass.kubernetes.io/is-default-class', 'low'],
  // The API server refuses every Ingress without a class (networking/v1, DefaultIngressClass).
  ['IngressClass', 'ingressclass.kubernetes.io/is-default-class', 'medium'],
] as const;

/** Several classes that are marked as the default: which one a claim or an Ingress without a class gets is a matter of age. */
export const defaultClassRisk: RiskCheck = {
  code: 'class.several_defaults',
  title: 'Several default classes',
  foretells: /^storage\.class_wrong|^ingress\./,
  find: ({ cluster }) =>
    MARKS.flatMap(([kind, annotation, severity]): Finding[] => {
      const marked = cluster.of(kind).filter(({ object }) => dig(object, 'metadata', 'annotations', annotation) === 'true');
      const [first, ...others] = marked;
      if (!first || others.length === 0) return [];
      return [
        {
          object: first.ref,
          severity,
          text: `${marked.map(({ ref }) => shown(ref)).join(', ')} are all marked as the default.`,
          path: `metadata.annotations.${annotation}`,
          value: 'true',
          remedy: { text: 'Leave the mark on one of them.', command: command`kubectl edit ${kindAndName(first.ref)}` },
        },
      ];
    }),
};
