import { hasRole } from '../../core/identity/index.js';
import type { Principal } from '../../core/identity/index.js';
import { businessSettings } from '../../core/settings/index.js';
import type { World } from '../../core/tx.js';
import { Failure } from '../../kernel/failure.js';

/** Figures of the whole business are for staff; for customers too where a setting takes the document by its letter. */
export async function requireFigures(world: Pick<World, 'read'>, who: Principal): Promise<void> {
  if (!(await maySeeFigures(world, who))) throw new Failure('permission_missing');
}

export async function maySeeFigures(world: Pick<World, 'read'>, who: Principal): Promise<boolean> {
  if (hasRole(who, 'staff')) return true;
  return who.customerId !== null && (await businessSettings(world.read)).portal_figures_for_customers;
}
