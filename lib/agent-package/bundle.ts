import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/** A ConfigMap may be at most 1 MiB in total; a Helm release contains the bundle twice, compressed. */
const MAX_BUNDLE_BYTES = 700 * 1024;

/** zod's error messages in all languages would be a third of the bundle, so only English is included. */
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
    // Some npm packages are still CommonJS and load Node's modules with require.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    plugins: [englishOnly],
  });
  const bundle = result.outputFiles[0]?.contents;
  if (!bundle) throw new Error('the build of the agent produced no file');
  if (bundle.byteLength > MAX_BUNDLE_BYTES) {
    throw new Error(
      `the agent bundle has ${bundle.byteLength} bytes, but at most ${MAX_BUNDLE_BYTES} fit into the chart's ConfigMap; check what it imports`,
    );
  }
  return bundle;
}

/**
 * The agent as a single file for Node.js 24, built once per process and version. `root` is the root of the repository.
 * Throws esbuild's error if the agent does not build, and an Error if the bundle exceeds 700 KiB.
 */
export function agentBundle(root: string, version: string): Promise<Uint8Array> {
  const key = JSON.stringify([root, version]);
  let bundle = bundles.get(key);
  if (!bundle) {
    bundle = build(root, version);
    bundles.set(key, bundle);
    // After a failure the next call builds again.
    bundle.catch(() => bundles.delete(key));
  }
  return bundle;
}
