/** Where the time comes from; a test clock in demo mode runs ahead of the real one. */
export interface Clock {
  now(): Date;
}
