import { inShop, setVariable, templateFault } from './edits.ts';
import type { Fault } from './fault.ts';

const category = 'Dependencies';

export const DEPENDENCY_FAULTS: readonly Fault[] = [
  {
    name: 'database-password',
    category,
    title: 'Wrong database password',
    description: 'The password in the Secret postgres-credentials is changed, but not in the database; orders is restarted and rejected.',
    expected: { code: 'dependency.db_credentials_invalid', object: inShop('Secret', 'postgres-credentials') },
    make({ operator }) {
      const undo = operator.change('kubectl-edit', 'Secret', 'shop', 'postgres-credentials', ({ data }) => {
        data.url = Buffer.from('postgres://shop:rotated-password@postgres:5432/shop?sslmode=disable').toString('base64');
      });
      operator.restart('shop', 'orders');
      return [undo];
    },
  },
  templateFault({
    name: 'database-address',
    category,
    title: 'Wrong database host',
    description: 'DATABASE_URL of orders points to postgres-primary, which is no Service of this cluster: the new pod crashes.',
    app: 'orders',
    code: 'dependency.db_address_wrong',
    container: (container) => setVariable(container, 'DATABASE_URL', 'postgres://shop@postgres-primary:5432/shop?sslmode=disable'),
  }),
  {
    name: 'database-read-only',
    category,
    title: 'Database is read-only',
    description: 'postgres has been switched to read-only transactions: orders cannot be stored.',
    expected: { code: 'dependency.db_read_only', object: inShop('StatefulSet', 'postgres') },
    make: ({ hidden }) => [hidden.set(hidden.programs, 'postgres', { type: 'read-only' })],
  },
  {
    name: 'database-connections',
    category,
    title: 'Database has no connections left',
    description: 'All connections of postgres are in use: catalog and orders are turned away.',
    expected: { code: 'dependency.db_connections_exhausted', object: inShop('StatefulSet', 'postgres') },
    make: ({ hidden }) => [hidden.set(hidden.programs, 'postgres', { type: 'connections-used-up' })],
  },
  {
    name: 'redis-crash',
    category,
    title: 'Deepest of three fails',
    description: 'redis crashes with a damaged file: cart is not ready without it, and frontend and checkout fail on cart.',
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
    category,
    title: 'System outside does not answer',
    description: 'api.acquirer.example, the payment provider outside of the cluster, does not answer: payment cannot charge cards.',
    expected: { code: 'dependency.external_unavailable', object: { kind: 'External', name: 'api.acquirer.example' } },
    make: ({ hidden }) => [hidden.set(hidden.outages, 'api.acquirer.example', 'dial tcp 198.51.100.7:443: i/o timeout')],
  },
];
