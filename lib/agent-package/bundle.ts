import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/** A ConfigMap holds 1 MiB with everything in it; a Helm release twice this, compressed. */
const MAX_BUNDLE_BYTES = 700 * 1024;

/** Texts of zod's errors in all languages are a third of the bundle: only English is taken along. */
const englishOnly: Plugin = {
  name: 'english-only',
  setup(build) {
    build.onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      loader: 'js',
    }));
  },
};

const bundles = new Map<string, Promise<Uint8Array>>();

async function build(root: string, version: string): Promise<Uint8Array> {
  const esbuild = await import('esbuild');
  const result = await esbuild.build({
    entryPoints: [join(root, 'agent', 'main.ts')],
    absWorkingDir: root,
    bundle: true,
    write: false,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    legalComments: 'none',
    logLevel: 'silent',
    define: { 'process.env.KG_AGENT_VERSION': JSON.stringify(version) },
    // Parsers from npm that are still CommonJS ask for node's own modules by require.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    plugins: [englishOnly],
  });
  const bundle = result.outputFiles[0]?.contents;
  if (!bundle) throw new Error('the build of the agent gave no file');
  if (bundle.byteLength > MAX_BUNDLE_BYTES) {
    throw new Error(
      `the agent's bundle has ${bundle.byteLength} bytes; more than ${MAX_BUNDLE_BYTES} do not fit the chart's ConfigMap: see what it imports`,
    );
  }
  return bundle;
}

/**
 * The agent as one file for Node.js 24, built once a process and version. `root` is the repository's root, in which
 * agent/main.ts is. Throws esbuild's error when it does not build, and on a bundle over 700 KiB.
 */
export function agentBundle(root: string, version: string): Promise<Uint8Array> {
  const key = JSON.stringify([root, version]);
  let bundle = bundles.get(key);
  if (!bundle) {
    bundle = build(root, version);
    bundles.set(key, bundle);
    // A failed build is tried again by the next who asks.
    bundle.catch(() => bundles.delete(key));
  }
  return bundle;
}
