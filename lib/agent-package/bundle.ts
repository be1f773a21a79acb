import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Plugin } from 'esbuild';

/**
 * `kubectl apply` and Argo CD keep a copy of an object in an annotation, and all annotations of an object hold 256 KiB. The
 * program is in a ConfigMap in base64, with a few lines around it.
 */
const MAX_COMPRESSED_BYTES = 190_000;

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
  return bundle;
}

async function compress(root: string, version: string): Promise<Uint8Array> {
  const bundle = await agentBundle(root, version);
  // Not on the main thread: it takes more than a second.
  const compressed = await promisify(brotliCompress)(bundle, {
    params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bundle.byteLength },
  });
  if (compressed.byteLength > MAX_COMPRESSED_BYTES) {
    throw new Error(
      `the agent has ${compressed.byteLength} bytes compressed, but at most ${MAX_COMPRESSED_BYTES} fit into the chart's ConfigMap; check what it imports`,
    );
  }
  return compressed;
}

/** `make` once per process, root and version; after a failure the next call makes it again. */
function once(make: (root: string, version: string) => Promise<Uint8Array>): typeof make {
  const made = new Map<string, Promise<Uint8Array>>();
  return (root, version) => {
    const key = JSON.stringify([root, version]);
    let bytes = made.get(key);
    if (!bytes) {
      bytes = make(root, version);
      made.set(key, bytes);
      bytes.catch(() => made.delete(key));
    }
    return bytes;
  };
}

/**
 * The agent as a single file for Node.js 24, built once per process and version. `root` is the root of the repository.
 * Throws esbuild's error if the agent does not build.
 */
export const agentBundle = once(build);

/**
 * The bundle as the chart carries it, compressed with Brotli, once per process and version. Throws an Error if it does not fit
 * into a ConfigMap.
 */
export const compressedBundle = once(compress);
