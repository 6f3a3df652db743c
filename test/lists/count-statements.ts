import { Client } from 'pg';

/** How many statements reach the database while `work` runs, counted where they leave this process. */
export async function countStatements(work: () => Promise<unknown>): Promise<{ count: number; texts: string[] }> {
  const texts: string[] = [];
  const plain = Client.prototype.query;
  Client.prototype.query = function counted(this: Client, ...args: unknown[]) {
    const asked = args[0] as string | { text?: string };
    texts.push(typeof asked === 'string' ? asked : asked.text ?? '?');
    return (plain as (...all: unknown[]) => unknown).apply(this, args);
  } as typeof plain;
  try {
    await work();
  } finally {
    Client.prototype.query = plain;
  }
  return { count: texts.length, texts };
}
