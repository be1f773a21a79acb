import { defineConfig } from 'vitest/config';
import { listRoutes } from './scripts/list-routes.mjs';

listRoutes();

const common = {
  pool: 'forks',
  env: { LOG_LEVEL: 'silent' },
  // Far more than any test needs, so that a busy machine fails none.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  unstubEnvs: true,
  restoreMocks: true,
  // Vitest leaves a core free, which is half of the machine where there are two.
  maxWorkers: 2,
} as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'unit',
          include: [
            '{app,cli,components,lib,workers,agent,simulators,scripts,eval,agent-chart,server-chart,monitoring,packages}/**/*.test.{ts,tsx}',
          ],
          exclude: ['**/*.integration.test.ts', '**/*.cluster.test.ts', '**/*.kubernetes.test.ts', '**/node_modules/**'],
        },
      },
      {
        test: {
          ...common,
          name: 'integration',
          include: [
            '{app,cli,lib,workers,agent,simulators,scripts,eval,examples,agent-chart,server-chart,monitoring,packages}/**/*.integration.test.ts',
          ],
          globalSetup: './lib/platform/testing/global-setup.ts',
        },
      },
      {
        test: {
          ...common,
          name: 'cluster',
          include: ['{lib,workers,agent}/**/*.cluster.test.ts'],
          maxWorkers: 1,
          globalSetup: './lib/platform/testing/servers.ts',
        },
      },
      {
        test: {
          ...common,
          name: 'kubernetes',
          include: ['{agent,agent-chart,server-chart,lib,scripts}/**/*.kubernetes.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 1_200_000,
          maxWorkers: 1,
        },
      },
      {
        test: {
          ...common,
          name: 'faults',
          include: ['e2e/faults/*.faults.test.ts'],
          testTimeout: 3_600_000,
          hookTimeout: 600_000,
          maxWorkers: 1,
          globalSetup: './lib/platform/testing/servers.ts',
        },
      },
    ],
  },
});
