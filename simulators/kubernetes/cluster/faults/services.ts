import type { Edit } from '../../store/merge-patch.ts';
import { inShop } from './edits.ts';
import type { Fault } from './fault.ts';

export const SERVICE_FAULTS: readonly Fault[] = [
  serviceFault({
    name: 'selector-mismatch',
    title: 'Service selects no pod',
    description:
      'The selector of the Service cart is changed to app: cart-v2, a label that no pod has: the Service has no endpoints, and its callers are refused.',
    code: 'service.selector_mismatch',
    service: 'cart',
    edit: { spec: { selector: { app: 'cart-v2' } } },
  }),
  serviceFault({
    name: 'target-port',
    title: 'Service with the wrong target port',
    description: 'The target port of the Service shipping is changed to 8090, where its pods do not listen: connections are refused.',
    code: 'service.port_mismatch',
    service: 'shipping',
    edit: ({ spec }) => {
      spec.ports[0].targetPort = 8090;
    },
  }),
  {
    name: 'service-deleted',
    title: 'Service deleted',
    description: 'The Service ads is deleted although frontend calls it: the name no longer resolves.',
    expected: { code: 'service.missing', object: inShop('Service', 'ads') },
    make: ({ operator }) => [operator.delete('Service', 'shop', 'ads')],
  },
  {
    name: 'ingress-backend',
    title: 'Ingress refers to a missing Service',
    description: 'The Ingress shop is changed to route everything to the Service frontpage, which does not exist: visitors get a 503.',
    expected: { code: 'ingress.misconfigured', object: inShop('Ingress', 'shop') },
    make: ({ operator }) => [
      operator.change('kubectl-edit', 'Ingress', 'shop', 'shop', ({ spec }) => {
        spec.rules[0].http.paths[0].backend.service.name = 'frontpage';
      }),
    ],
  },
];

interface ServiceEdit extends Pick<Fault, 'name' | 'title' | 'description'> {
  code: string;
  service: string;
  edit: Edit;
}

function serviceFault({ code, service, edit, ...rest }: ServiceEdit): Fault {
  return {
    ...rest,
    expected: { code, object: inShop('Service', service) },
    make: ({ operator }) => [operator.change('kubectl-edit', 'Service', 'shop', service, edit)],
  };
}
