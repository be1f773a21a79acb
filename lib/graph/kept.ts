/** Values by their keys, bounded by the characters that they take together as JSON: those that were asked for longest ago go first. */
export class Kept<T> {
  #values = new Map<string, { value: T; characters: number }>();
  #characters = 0;
  #most: number;

  /** `most` characters are kept together. */
  constructor(most: number) {
    this.#most = most;
  }

  /** The value of a key, or undefined. */
  get(key: string): T | undefined {
    const found = this.#values.get(key);
    if (!found) return undefined;
    this.#values.delete(key);
    this.#values.set(key, found);
    return found.value;
  }

  /** Keeps a value that takes so many characters. */
  keep(key: string, value: T, characters: number): void {
    if (this.#values.has(key)) return;
    this.#values.set(key, { value, characters: key.length + characters });
    this.#characters += key.length + characters;
    for (const [oldest, { characters: freed }] of this.#values) {
      if (this.#characters <= this.#most) return;
      this.#values.delete(oldest);
      this.#characters -= freed;
    }
  }
}
