/** Rows of one kind in the order of their creation, with the ids each linked object lists. */
export interface Table<Row extends { id: string }> {
  get(id: string): Row | undefined;
  put(row: Row): void;
  has(id: string): boolean;
  count(): number;
  /** Newest first; `link` narrows to the rows listed under that object. */
  newest(link?: string): Iterable<Row>;
  all(): Iterable<Row>;
  clear(): void;
}

export function createTable<Row extends { id: string }>(linksOf: (row: Row) => (string | null)[]): Table<Row> {
  const rows = new Map<string, Row>();
  const places = new Map<string, number>();
  const order: string[] = [];
  const listed = new Map<string, Set<string>>();

  function relink(old: Row | undefined, row: Row): void {
    const after = linksOf(row);
    for (const link of old ? linksOf(old) : []) if (link !== null && !after.includes(link)) listed.get(link)?.delete(row.id);
    for (const link of after) {
      if (link === null) continue;
      const ids = listed.get(link);
      if (ids) ids.add(row.id);
      else listed.set(link, new Set([row.id]));
    }
  }

  function* newest(link?: string): Iterable<Row> {
    const ids = link === undefined ? order : sorted(listed.get(link));
    for (let place = ids.length - 1; place >= 0; place--) {
      const row = rows.get(ids[place] ?? '');
      if (row) yield row;
    }
  }

  /** A row may be linked long after it was made, so a link's own order is not the order of creation. */
  function sorted(ids: Set<string> | undefined): string[] {
    return ids ? [...ids].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0)) : [];
  }

  return {
    get: (id) => rows.get(id),
    has: (id) => rows.has(id),
    count: () => rows.size,
    put(row) {
      const old = rows.get(row.id);
      if (!old) {
        places.set(row.id, order.length);
        order.push(row.id);
      }
      relink(old, row);
      rows.set(row.id, row);
    },
    newest,
    all: () => rows.values(),
    clear() {
      for (const held of [rows, places, listed]) held.clear();
      order.length = 0;
    },
  };
}
