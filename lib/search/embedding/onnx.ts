import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { type Embedder, EmbeddingError, unit } from './port.ts';

/** Tokens of a text that are read; sentence encoders are trained on short texts. */
const MOST_TOKENS = 256;
/** Texts that are computed at once. */
const BATCH = 16;
/** Not among the dependencies: it takes 290 MB. A provider who wants it installs it beside the product. */
const RUNTIME = 'onnxruntime-node';

/** What is used of onnxruntime-node. */
interface Runtime {
  InferenceSession: { create(path: string, options: { intraOpNumThreads: number }): Promise<Session> };
  Tensor: new (type: 'int64', data: BigInt64Array, dims: number[]) => unknown;
}
interface Session {
  inputNames: readonly string[];
  run(inputs: Record<string, unknown>): Promise<Record<string, { data: Float32Array; dims: readonly number[] }>>;
}

/**
 * A sentence encoder in this process: `folder` holds `model.onnx` (or `onnx/model.onnx`), `tokenizer.json` and `tokenizer_config.json`, as
 * repositories of such models have them. The vector of a text is the mean of its tokens' (N. Reimers and I. Gurevych, "Sentence-BERT", 2019).
 * Throws EmbeddingError where a file or the runtime is missing, and says how to put it in place.
 */
export async function onnxEmbedder(folder: string, load: () => Promise<unknown> = () => import(RUNTIME)): Promise<Embedder> {
  const runtime = await runtimeOf(load);
  // One after the other, so that of several missing files always the same one is named.
  const tokens = await json(join(folder, 'tokenizer.json'));
  const tokenizer = new Tokenizer(tokens as object, (await json(join(folder, 'tokenizer_config.json'))) as object);
  const session = await open(runtime, folder);
  return { model: `onnx:${folder}`, embed: (texts) => inBatches(texts, (batch) => encode(runtime, session, tokenizer, batch)) };
}

async function runtimeOf(load: () => Promise<unknown>): Promise<Runtime> {
  try {
    const loaded = (await load()) as Runtime & { default?: Runtime };
    return loaded.default ?? loaded;
  } catch (cause) {
    throw new EmbeddingError(`EMBEDDING_MODEL_DIR needs ${RUNTIME}, which is not installed: npm install --no-save ${RUNTIME}`, { cause });
  }
}

async function json(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new EmbeddingError(
      `EMBEDDING_MODEL_DIR: ${path} cannot be read. The folder needs model.onnx, tokenizer.json and tokenizer_config.json.`,
      { cause },
    );
  }
}

async function open({ InferenceSession }: Runtime, folder: string): Promise<Session> {
  let reason: unknown;
  for (const file of ['model.onnx', 'onnx/model.onnx']) {
    try {
      return await InferenceSession.create(join(folder, file), { intraOpNumThreads: 1 });
    } catch (error) {
      reason ??= error;
    }
  }
  throw new EmbeddingError(`EMBEDDING_MODEL_DIR: ${folder} has no model.onnx that can be opened`, { cause: reason });
}

async function inBatches(
  texts: readonly string[],
  encodeBatch: (texts: readonly string[]) => Promise<Float32Array[]>,
): Promise<Float32Array[]> {
  const found: Float32Array[] = [];
  for (let i = 0; i < texts.length; i += BATCH) found.push(...(await encodeBatch(texts.slice(i, i + BATCH))));
  return found;
}

async function encode({ Tensor }: Runtime, session: Session, tokenizer: Tokenizer, texts: readonly string[]): Promise<Float32Array[]> {
  const ids = texts.map((text) => tokenizer.encode(text).ids.slice(0, MOST_TOKENS));
  const length = Math.max(...ids.map((row) => row.length));
  const dims = [texts.length, length];
  const fill = (value: (row: number[], at: number) => number) =>
    new Tensor('int64', BigInt64Array.from(ids.flatMap((row) => Array.from({ length }, (_, at) => BigInt(value(row, at))))), dims);
  const inputs: Record<string, unknown> = {
    input_ids: fill((row, at) => row[at] ?? 0),
    attention_mask: fill((row, at) => (at < row.length ? 1 : 0)),
    token_type_ids: fill(() => 0),
  };
  const output = (await session.run(Object.fromEntries(session.inputNames.map((name) => [name, inputs[name]])))).last_hidden_state;
  const size = output?.dims[2];
  if (!output || !size) throw new EmbeddingError('EMBEDDING_MODEL_DIR: the model has no output last_hidden_state of tokens with vectors');
  return ids.map((row, text) => {
    const sum = new Float32Array(size);
    for (let at = 0; at < row.length; at++) {
      const start = (text * length + at) * size;
      for (let i = 0; i < size; i++) sum[i] = (sum[i] ?? 0) + (output.data[start + i] ?? 0);
    }
    return unit(sum);
  });
}
