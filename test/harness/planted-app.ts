import { join } from 'node:path';
import type { createApp } from '../../src/app.js';
import { plantedBuild } from './plant.js';

/** The wiring of a built copy of the product that has a mistake in it, to run inside this process. */
export async function plantedApp(plant: Parameters<typeof plantedBuild>[0]): Promise<typeof createApp> {
  const built = await import(/* @vite-ignore */ join(await plantedBuild(plant), 'app.js')) as { createApp: typeof createApp };
  return built.createApp;
}
