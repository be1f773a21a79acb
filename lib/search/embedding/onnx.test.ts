import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { onnxEmbedder } from './onnx.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kg-model-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A tokenizer of whole words, in the format of Hugging Face. */
const TOKENIZER = {
  version: '1.0',
  added_tokens: [],
  normalizer: { type: 'Lowercase' },
  pre_tokenizer: { type: 'Whitespace' },
  post_processor: null,
  decoder: null,
  model: { type: 'WordLevel', unk_token: '[UNK]', vocab: { '[UNK]': 0, pod: 1, node: 2, killed: 3 } },
};

const writeTokenizer = async () => {
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(TOKENIZER));
  await writeFile(join(folder, 'tokenizer_config.json'), '{}');
};

/** A runtime whose model gives each token the vector [its number, 1], to padding as well. `opens` says which file is there. */
const runtime = (opens = 'model.onnx') => ({
  Tensor: class {
    readonly data: BigInt64Array;
    readonly dims: number[];
    constructor(_: 'int64', data: BigInt64Array, dims: number[]) {
      this.data = data;
      this.dims = dims;
    }
  },
  InferenceSession: {
    create: async (path: string) => {
      if (!path.endsWith(join(folder, opens))) throw new Error('no such file');
      return {
        inputNames: ['input_ids', 'attention_mask'],
        run: async ({ input_ids }: { input_ids: { data: BigInt64Array; dims: number[] } }) => ({
          last_hidden_state: {
            data: Float32Array.from([...input_ids.data].flatMap((id) => [Number(id), 1])),
            dims: [...input_ids.dims, 2],
          },
        }),
      };
    },
  },
});

describe('a model in a folder', () => {
  it('gives each text the mean of its tokens with length 1, whatever the length of the texts beside it', async () => {
    await writeTokenizer();
    const model = await onnxEmbedder(folder, async () => runtime());
    const [short, long] = await model.embed(['pod', 'Node killed node']);
    const direction = (vector: Float32Array | undefined) => (vector?.[0] ?? 0) / (vector?.[1] ?? 0);
    expect(direction(short)).toBeCloseTo(1);
    expect(direction(long)).toBeCloseTo(7 / 3);
    for (const vector of [short, long]) expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1);
    expect(await model.embed([])).toEqual([]);
  });

  it('may stand in a folder onnx, as in repositories of models', async () => {
    await writeTokenizer();
    await expect(onnxEmbedder(folder, async () => ({ default: runtime('onnx/model.onnx') }))).resolves.toMatchObject({
      model: `onnx:${folder}`,
    });
  });

  it('says what is missing and how to put it in place', async () => {
    const absent = () => Promise.reject(new Error('Cannot find package'));
    await expect(onnxEmbedder(folder, absent)).rejects.toThrow('npm install --no-save onnxruntime-node');
    await expect(onnxEmbedder(folder, async () => runtime())).rejects.toThrow(/tokenizer\.json cannot be read\. The folder needs/);
    await writeTokenizer();
    await expect(onnxEmbedder(folder, async () => runtime('other'))).rejects.toThrow(/has no model\.onnx/);
  });
});
