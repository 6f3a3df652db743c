/** Works through items in order, some at a time. */
export interface Queue<Item> {
  push(item: Item): void;
  waiting(): readonly Item[];
  clear(): void;
}

export function createQueue<Item>(atOnce: number, work: (item: Item) => Promise<void>): Queue<Item> {
  let items: Item[] = [];
  let next = 0;
  let underway = 0;
  let planned = false;

  function pump(): void {
    planned = false;
    while (underway < atOnce && next < items.length) {
      const item = items[next++] as Item;
      if (next === items.length) [items, next] = [[], 0];
      underway++;
      void work(item).finally(() => {
        underway--;
        pump();
      });
    }
  }

  return {
    push(item) {
      items.push(item);
      // After the answer that caused it has gone out.
      if (!planned) setImmediate(pump);
      planned = true;
    },
    waiting: () => items.slice(next),
    clear() {
      [items, next] = [[], 0];
    },
  };
}
