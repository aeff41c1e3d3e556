/** A few named tables of plain values. One database per person, so that nothing is ever shown to another. */
export interface Store {
  get<T>(table: Table, key: string): Promise<T | undefined>;
  all<T>(table: Table): Promise<T[]>;
  put(table: Table, key: string, value: unknown): Promise<void>;
  delete(table: Table, key: string): Promise<void>;
  /** Forgets everything. */
  destroy(): Promise<void>;
}

export type Table = 'outbox' | 'cache' | 'drafts';
const tables: Table[] = ['outbox', 'cache', 'drafts'];
const version = 1;

export class MemoryStore implements Store {
  #tables = new Map<Table, Map<string, unknown>>(tables.map((table) => [table, new Map()]));

  async get<T>(table: Table, key: string) {
    return structuredClone(this.#tables.get(table)?.get(key)) as T | undefined;
  }
  async all<T>(table: Table) {
    return structuredClone([...(this.#tables.get(table)?.values() ?? [])]) as T[];
  }
  async put(table: Table, key: string, value: unknown) {
    this.#tables.get(table)?.set(key, structuredClone(value));
  }
  async delete(table: Table, key: string) {
    this.#tables.get(table)?.delete(key);
  }
  async destroy() {
    for (const table of this.#tables.values()) table.clear();
  }
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const committed = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });

class IndexedStore implements Store {
  constructor(private readonly db: IDBDatabase) {
    db.onversionchange = () => db.close();
  }

  get<T>(table: Table, key: string): Promise<T | undefined> {
    return done(this.db.transaction(table).objectStore(table).get(key) as IDBRequest<T | undefined>);
  }
  all<T>(table: Table): Promise<T[]> {
    return done(this.db.transaction(table).objectStore(table).getAll() as IDBRequest<T[]>);
  }
  put(table: Table, key: string, value: unknown): Promise<void> {
    const transaction = this.db.transaction(table, 'readwrite');
    transaction.objectStore(table).put(value, key);
    return committed(transaction);
  }
  delete(table: Table, key: string): Promise<void> {
    const transaction = this.db.transaction(table, 'readwrite');
    transaction.objectStore(table).delete(key);
    return committed(transaction);
  }
  async destroy(): Promise<void> {
    const { name } = this.db;
    this.db.close();
    await done(indexedDB.deleteDatabase(name));
  }
}

/** Falls back to memory where the browser refuses storage (private windows). */
export async function openStore(personId: string): Promise<Store> {
  try {
    const request = indexedDB.open(`wasl-${personId}`, version);
    request.onupgradeneeded = () => tables.forEach((table) => request.result.createObjectStore(table));
    return new IndexedStore(await done(request));
  } catch {
    return new MemoryStore();
  }
}
