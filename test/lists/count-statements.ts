import { Client } from 'pg';

export interface Asked {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The statements that reach the database while `work` runs, seen where they leave this process. */
export async function countStatements(work: () => Promise<unknown>): Promise<{ count: number; texts: string[]; statements: Asked[] }> {
  const statements: Asked[] = [];
  const plain = Client.prototype.query;
  Client.prototype.query = function counted(this: Client, ...args: unknown[]) {
    const asked = args[0] as string | { text?: string; values?: unknown[] };
    statements.push(typeof asked === 'string' ? { text: asked, values: args[1] as unknown[] ?? [] } : { text: asked.text ?? '?', values: asked.values ?? (args[1] as unknown[] | undefined) ?? [] });
    return (plain as (...all: unknown[]) => unknown).apply(this, args);
  } as typeof plain;
  try {
    await work();
  } finally {
    Client.prototype.query = plain;
  }
  return { count: statements.length, texts: statements.map(({ text }) => text), statements };
}
