import { httpEmbedder } from './http.ts';
import { onnxEmbedder } from './onnx.ts';
import type { Embedder } from './port.ts';

/** The settings of the embedding: a server by its address, or a folder with a model; without either, a search goes by words and the vocabulary alone. */
export interface EmbeddingSettings {
  EMBEDDING_URL?: string | undefined;
  EMBEDDING_MODEL: string;
  EMBEDDING_API_KEY?: string | undefined;
  EMBEDDING_MODEL_DIR?: string | undefined;
}

/** The embedder of the settings; undefined where they name none. Throws EmbeddingError for a model that cannot be opened. */
export async function openEmbedder({
  EMBEDDING_URL: url,
  EMBEDDING_MODEL: model,
  EMBEDDING_API_KEY: key,
  EMBEDDING_MODEL_DIR: folder,
}: EmbeddingSettings): Promise<Embedder | undefined> {
  if (url) return httpEmbedder({ url, model, key });
  return folder ? onnxEmbedder(folder) : undefined;
}
