/** Where a process says what it is doing. Facts are ids, names, counts and error messages: never bodies, addresses or secrets. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
