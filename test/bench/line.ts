/** Every figure is a ratio to what the same machine can do at most in the same run, or to a limit; wanted and least are those of docs/performance.md. */
export interface Line {
  readonly what: string;
  readonly ratio: number;
  readonly least: number;
  readonly wanted?: number;
  readonly facts: string;
}
