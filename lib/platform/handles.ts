/**
 * Process-wide handles (database, event log, graph store ...). Next bundles routes apart from the workers' modules,
 * so a module's own variables exist twice; what must exist once a process hangs at a symbol of globalThis.
 */
const KEY = Symbol.for('kg-rca.handles');
const shared = globalThis as { [KEY]?: Map<string, unknown> };

function handles(): Map<string, unknown> {
  shared[KEY] ??= new Map();
  return shared[KEY];
}

/** A typed place for one handle: `provide` at start, `use` everywhere else. */
export interface Handle<T> {
  provide(value: T): void;
  /** Throws when the role that this process runs did not provide it. */
  use(): T;
  /** The handle, or undefined where this process has none. */
  find(): T | undefined;
}

/** Declares a handle by its name. Two declarations of one name are the same place. */
export function handle<T>(name: string): Handle<T> {
  return {
    provide: (value) => void handles().set(name, value),
    find: () => handles().get(name) as T | undefined,
    use() {
      const value = handles().get(name);
      if (value === undefined) throw new Error(`this process has no ${name}: it is provided by workers/main.ts before any role starts`);
      return value as T;
    },
  };
}
