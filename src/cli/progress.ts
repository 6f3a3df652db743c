/** Says on stderr what is going on, with the seconds since the command began. */
export type Say = (text: string) => void;

export function startProgress(): Say {
  return (text) => process.stderr.write(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${text}\n`);
}

/** Passes on what is told many times a second at most once in one. */
export function everySecond<Told>(say: Say, textOf: (told: Told) => string): (told: Told) => void {
  let last = performance.now();
  return (told) => {
    if (performance.now() - last < 1_000) return;
    last = performance.now();
    say(textOf(told));
  };
}

/** How far a command is that goes through tables. */
export function sayRows(say: Say): (told: { readonly table: string; readonly rows: number }) => void {
  return everySecond(say, ({ table, rows }) => `${table}: ${rows} rows`);
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
