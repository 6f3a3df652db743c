/** Says on stderr what is going on, with the seconds since the command began. */
export type Say = (text: string) => void;

export function startProgress(): Say {
  return (text) => process.stderr.write(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${text}\n`);
}

/** Words for a person: the result of a command, on stdout. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Rows as columns of equal width, two spaces between. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>((widest, row) => row.map((cell, index) => Math.max(widest[index] ?? 0, cell.length)), []);
  return rows.map((row) => row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ').trimEnd()).join('\n');
}
