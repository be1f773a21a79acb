/**
 * The direction of dependencies, checked by `npm run check`. Modules of lib/ stand in layers: a module imports only
 * from layers below its own, types included. docs/architecture.md explains the layers; scripts/draw-layers.mjs draws them.
 */

/** The layers of lib/, lowest first. Modules of one layer do not import each other. */
export const LAYERS = [
  ['text', 'guides'],
  ['platform', 'kubernetes'],
  ['wire', 'plans', 'mail', 'redaction'],
  ['audit', 'rca'],
  ['tenants', 'event-log', 'features'],
  ['graph', 'auth', 'clusters'],
  ['dead-letters', 'members', 'queries'],
  ['usage', 'sso'],
  ['ingest', 'agent-package', 'incidents', 'scim'],
  ['provisioning', 'enforcement', 'notifications', 'search'],
  ['billing'],
  ['limits'],
  ['client-data', 'backup'],
  ['admin', 'api'],
];

const TEST = '([.]test[.]tsx?|[.]contract[.]ts|/contract[.]ts|/testing/.+)$';
const folder = (names) => `^lib/(${names.join('|')})/`;

const layerRules = LAYERS.flatMap((modules, layer) =>
  modules.map((name) => ({
    name: `layer-of-${name}`,
    comment: `lib/${name} is in layer ${layer} and imports only from the layers below it.`,
    severity: 'error',
    from: { path: folder([name]), pathNot: TEST },
    to: { path: '^lib/', pathNot: folder([...LAYERS.slice(0, layer).flat(), name]) },
  })),
);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that import each other in a circle cannot be read or tested apart.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...layerRules,
    {
      name: 'every-module-has-a-layer',
      comment: 'A new module of lib/ must be added to LAYERS.',
      severity: 'error',
      from: { path: '^(lib|app|components|workers|cli|agent)/' },
      to: { path: '^lib/', pathNot: folder(LAYERS.flat()) },
    },
    {
      name: 'lib-is-the-domain',
      comment: 'The domain knows nothing of the pages, the roles and the programs that use it.',
      severity: 'error',
      from: { path: '^lib/', pathNot: TEST },
      to: { path: '^(app|components|workers|cli|agent|simulators|eval|scripts|bench)/' },
    },
    {
      name: 'diagnosis-is-pure',
      comment: 'lib/rca, lib/kubernetes and lib/text have no I/O, no clock and no randomness: the same input gives the same answer.',
      severity: 'error',
      from: { path: '^lib/(rca|kubernetes|text)/', pathNot: TEST },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'] },
    },
    {
      name: 'one-folder-imports-stripe',
      comment: "Only lib/billing/stripe imports Stripe's SDK; others take its types from there. The simulator is the other side.",
      severity: 'error',
      from: { path: '^(lib|app|components|workers|cli|scripts|bench)/', pathNot: ['^lib/billing/stripe/', TEST] },
      to: { path: 'node_modules/stripe/' },
    },
    {
      name: 'components-below-pages',
      comment: 'Pages import components, and both import the types of the REST API (app/api), never the other way round.',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: '^app/(?!api/)' },
    },
    {
      name: 'components-know-only-the-types-of-the-api',
      comment: 'A component reaches the server by HTTP: of a route handler it may know the type of the answer.',
      severity: 'error',
      from: { path: '^components/', pathNot: TEST },
      to: { path: '^app/api/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'api-below-portal',
      comment: 'The REST API knows nothing of the pages and components that use it.',
      severity: 'error',
      from: { path: '^app/api/' },
      to: { path: '^(components|app/(?!api/))' },
    },
    {
      name: 'portal-uses-the-domain',
      comment: 'Pages and route handlers reach the domain through lib/.',
      severity: 'error',
      from: { path: '^(app|components)/', pathNot: TEST },
      to: { path: '^(workers|simulators|cli|agent|eval)/' },
    },
    {
      name: 'agent-stands-alone',
      comment:
        "The agent runs in the client's cluster and shares only the message schemas, the Kubernetes model, what is secret in it, and the handling of text.",
      severity: 'error',
      from: { path: '^agent/', pathNot: TEST },
      to: { path: '^(app|components|workers|cli|simulators|eval|lib)/', pathNot: '^lib/(wire|kubernetes|text|redaction)/' },
    },
    {
      name: 'client-stands-alone',
      comment: 'What programs of others use has nothing of the product but the types of its API.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: { path: '^(app|components|workers|cli|agent|simulators|eval|scripts|lib)/' },
    },
    {
      name: 'no-simulators-in-production',
      comment: 'Simulators are loaded only by dynamic import, on a loopback address.',
      severity: 'error',
      from: { path: '^(lib|app|components|workers|agent|cli)/', pathNot: TEST },
      to: { path: '^simulators/', dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'simulators-stand-apart',
      comment: 'The simulators are the other side: they must not share the reading of Kubernetes objects that they test.',
      severity: 'error',
      from: { path: '^simulators/', pathNot: TEST },
      to: { path: '^(lib|app|components|workers|agent|cli)/' },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(prisma/generated|[.]next)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'], conditionNames: ['import', 'node', 'default'] },
  },
};
