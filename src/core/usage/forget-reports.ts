import type { World } from '../tx.js';
import { deleteReportsBefore } from './store.js';

const KEPT_MS = 90 * 86_400_000;

/** Reports that nobody asked for again in three months. */
export async function forgetUsageReports(world: World): Promise<void> {
  await deleteReportsBefore(world.read, new Date(world.clock.now().getTime() - KEPT_MS));
}
