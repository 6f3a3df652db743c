import { isFailure } from '../../kernel/failure.js';
import type { Log } from '../ports/log.js';
import type { World } from '../tx.js';
import { failOperation, finishOperation } from './end-operation.js';
import type { OperationStart } from './operation.js';
import { progressOperation } from './progress-operation.js';
import { startOperation } from './start-operation.js';

/** Says how far the work is; throws `OperationCanceled` once somebody stopped it. */
export type Report = (done: number, message?: string) => Promise<void>;

/** Thrown out of the work by `Report` when it was canceled. */
export class OperationCanceled extends Error {
  override name = 'OperationCanceled';
}

export interface TrackedOperation {
  readonly id: string;
  /** Resolves when the work has ended, however it ended. */
  readonly ended: Promise<void>;
}

const REPORT_MS = 250;
/** Well below the silence after which an operation counts as interrupted. */
const SIGN_OF_LIFE_MS = 20_000;

/**
 * Runs `work` outside any transaction and keeps its progress (written at most four times a second, and a sign of
 * life every 20 s). What it returns becomes the result; a Failure shows its code to people, any other error is
 * logged and shown as "failed".
 */
export async function trackOperation(world: World, log: Log, start: OperationStart, work: (report: Report) => Promise<unknown>): Promise<TrackedOperation> {
  const id = await world.transact((tx) => startOperation(tx, start));
  return { id, ended: carryOut(world, log, id, work) };
}

async function carryOut(world: World, log: Log, id: string, work: (report: Report) => Promise<unknown>): Promise<void> {
  let done = 0;
  let written = -Infinity;
  const write = async (message?: string) => {
    written = performance.now();
    if (!(await world.transact((tx) => progressOperation(tx, id, { done, message })))) throw new OperationCanceled();
  };
  const life = setInterval(() => {
    write().catch(() => undefined); // the work's own next report meets the same error
  }, SIGN_OF_LIFE_MS);
  try {
    await write();
    const result = await work(async (steps, message) => {
      done = steps;
      if (message !== undefined || performance.now() - written >= REPORT_MS) await write(message);
    });
    await world.transact((tx) => progressOperation(tx, id, { done }));
    await world.transact((tx) => finishOperation(tx, id, result));
  } catch (error) {
    if (!(error instanceof OperationCanceled)) await reportFailure(world, log, id, error);
  } finally {
    clearInterval(life);
  }
}

async function reportFailure(world: World, log: Log, id: string, error: unknown): Promise<void> {
  log.error({ operation_id: id, reason: error instanceof Error ? error.message : String(error) }, 'operation failed');
  try {
    await world.transact((tx) => failOperation(tx, id, isFailure(error) ? error.code : 'failed'));
  } catch (lost) {
    log.error({ operation_id: id, reason: String(lost) }, 'the failure could not be written: the operation will count as interrupted');
  }
}
