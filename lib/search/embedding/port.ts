import { handle } from '#lib/platform/handles.ts';

/** Turns texts into vectors, so that texts of like meaning lie near to each other. */
export interface Embedder {
  /** The model: vectors of different models cannot be compared. */
  readonly model: string;
  /** A vector of length 1 for each text, in order. `signal` ends the wait for a server. Throws EmbeddingError. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]>;
}

/** The embedder of this process; none where the settings name none. */
export const embedder = handle<Embedder>('embedder');

/** Thrown where a model or its server does not answer as it should; the message says what to look at. */
export class EmbeddingError extends Error {
  override name = 'EmbeddingError';
}

/** A vector with length 1, so that the scalar product of two is the cosine of their angle. */
export function unit(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares) || 1;
  return vector.map((value) => value / length);
}
