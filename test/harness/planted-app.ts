import { join } from 'node:path';
import type { createApp } from '../../src/app.js';
import { plantedBuild } from './plant.js';

type Plant = Parameters<typeof plantedBuild>[0];

/** A module of a built copy of the product that has a mistake in it, to run inside this process. */
export async function plantedModule<Module>(plant: Plant, path: string): Promise<Module> {
  return await import(/* @vite-ignore */ join(await plantedBuild(plant), path)) as Module;
}

/** The whole wiring of such a copy. */
export async function plantedApp(plant: Plant): Promise<typeof createApp> {
  return (await plantedModule<{ createApp: typeof createApp }>(plant, 'app.js')).createApp;
}
