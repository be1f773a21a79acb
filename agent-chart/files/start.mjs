// Unpacks the program, which is in the ConfigMap beside this file, into the agent's own folder, and runs it.
import { readFileSync, writeFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';

const program = `${process.env.KG_BUFFER_DIR}/kg-agent.mjs`;
writeFileSync(program, brotliDecompressSync(readFileSync(new URL('kg-agent.mjs.br', import.meta.url))));
await import(program);
