export interface UntilOptions {
  /** What is waited for, in words; without them the condition's own text is told. */
  readonly what?: string;
  /** What is known meanwhile: told where it was waited in vain. */
  readonly said?: () => unknown;
  /** Only to end what never comes: a machine may be busy. */
  readonly ms?: number;
}

const PAUSE_MS = 20;

/** Waits until `condition` holds. It is asked again and again, and may do something each time. */
export async function until(condition: () => boolean | Promise<boolean>, { what, said, ms = 60_000 }: UntilOptions = {}): Promise<void> {
  for (const end = performance.now() + ms; !(await condition()); await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))) {
    if (performance.now() > end) throw new Error(`Waited ${ms} ms in vain for ${what ?? condition.toString()}\n${String((await said?.()) ?? '')}`);
  }
}
