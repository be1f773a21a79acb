import { inShop, setVariable, templateFault } from './edits.ts';
import type { Fault } from './fault.ts';

export const DEPENDENCY_FAULTS: readonly Fault[] = [
  {
    name: 'database-password',
    title: 'Wrong database password',
    description:
      'The password in the Secret postgres-credentials is changed, but not in the database; orders is restarted and its login fails.',
    expected: { code: 'dependency.db_credentials_invalid', object: inShop('Secret', 'postgres-credentials') },
    make({ operator }) {
      const url = Buffer.from('postgres://shop:rotated-password@postgres:5432/shop?sslmode=disable').toString('base64');
      return [
        operator.change('kubectl-edit', 'Secret', 'shop', 'postgres-credentials', { data: { url } }),
        operator.restart('shop', 'orders'),
      ];
    },
  },
  templateFault({
    name: 'database-address',
    title: 'Wrong database host',
    description: 'DATABASE_URL of orders points to postgres-primary, which is not a Service in this cluster: the new pod crashes.',
    app: 'orders',
    code: 'dependency.db_address_wrong',
    container: (container) => setVariable(container, 'DATABASE_URL', 'postgres://shop@postgres-primary:5432/shop?sslmode=disable'),
  }),
  {
    name: 'database-read-only',
    title: 'Database is read-only',
    description: 'postgres has been switched to read-only transactions: orders cannot be saved.',
    expected: { code: 'dependency.db_read_only', object: inShop('StatefulSet', 'postgres') },
    make: ({ hidden }) => [hidden.set(hidden.programs, 'postgres', { type: 'read-only' })],
  },
  {
    name: 'database-connections',
    title: 'Database out of connections',
    description: 'All connections of postgres are in use: catalog and orders cannot connect.',
    expected: { code: 'dependency.db_connections_exhausted', object: inShop('StatefulSet', 'postgres') },
    make: ({ hidden }) => [hidden.set(hidden.programs, 'postgres', { type: 'connections-used-up' })],
  },
  {
    name: 'redis-crash',
    title: 'Failure three levels deep',
    description:
      'redis crashes because of a corrupt file: cart is not ready without it, and requests from frontend and checkout to cart fail.',
    expected: { code: 'app.crash', object: inShop('Deployment', 'redis') },
    make: ({ hidden }) => [
      hidden.set(hidden.programs, 'redis', {
        type: 'crash',
        after: 500,
        code: 1,
        lines: [
          'Bad file format reading the append only file appendonly.aof.1.incr.aof: make a backup of your AOF file, then use ./redis-check-aof --fix <filename>',
        ],
      }),
    ],
  },
  {
    name: 'payment-provider-down',
    title: 'External service unreachable',
    description: 'api.acquirer.example, the external payment provider, does not respond: payment cannot charge cards.',
    expected: { code: 'dependency.external_unavailable', object: { kind: 'External', name: 'api.acquirer.example' } },
    make: ({ hidden }) => [hidden.set(hidden.outages, 'api.acquirer.example', 'dial tcp 198.51.100.7:443: i/o timeout')],
  },
];
