import type { ComponentHealth, ComponentName } from '../components.ts';

/** How a part of the installation is, the best first. `off`: it is not set up here, which is no fault. */
export const STATUS_STATES = ['off', 'operational', 'degraded', 'down'] as const;
export type StatusState = (typeof STATUS_STATES)[number];

/** The parts of the installation as a client knows them, and the component that each of them stands and falls with. */
export const STATUS_COMPONENTS = {
  portal: { name: 'Portal and REST API', of: 'Database' },
  ingest: { name: 'Ingest of agents’ data', of: 'Event log' },
  diagnosis: { name: 'Topology and diagnosis', of: 'Graph store' },
  payments: { name: 'Payments', of: 'Payments' },
  mail: { name: 'Mail', of: 'Mail' },
} as const satisfies Record<string, { name: string; of: ComponentName }>;
export type StatusComponent = keyof typeof STATUS_COMPONENTS;

export type States = Record<StatusComponent, StatusState>;

/** The ids of the parts, in the order in which they are shown. */
export const STATUS_IDS = Object.keys(STATUS_COMPONENTS) as StatusComponent[];

/** What the health of the components means for clients. Details stay with the staff: they may name clients and servers. */
export function statesOf(health: readonly ComponentHealth[]): States {
  const stateOf = (id: StatusComponent): StatusState => {
    const part = health.find(({ name }) => name === STATUS_COMPONENTS[id].of);
    switch (part?.state) {
      case 'ok':
      case 'simulated':
        return 'operational';
      case 'off':
        return 'off';
      case 'degraded':
        // Of the graph store this says that little room is left for new clients, which those of today do not notice.
        return id === 'diagnosis' ? 'operational' : 'degraded';
      default:
        return 'down';
    }
  };
  return Object.fromEntries(STATUS_IDS.map((id) => [id, stateOf(id)])) as States;
}

/** The worst of some states; `operational` if there are none. */
export function worstOf(states: readonly StatusState[]): StatusState {
  return states.reduce<StatusState>(
    (worst, one) => (STATUS_STATES.indexOf(one) > STATUS_STATES.indexOf(worst) ? one : worst),
    'operational',
  );
}
