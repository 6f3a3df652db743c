import type { UsageSource } from '../../core/ports/usage-analytics.js';
import { UsageUnavailable } from '../../core/ports/usage-analytics.js';
import type { Client } from './client.js';

/** A property, and the one app in it that is meant; without a stream all of them. */
export interface Property {
  readonly propertyId: string;
  readonly streamId: string | null;
}

const REMEMBERED_MS = 3_600_000;
const MOST_REMEMBERED = 1_000;

/**
 * Which property counts a source. One that an admin set is taken as a whole; an app is looked up in its project
 * and counted alone, since its neighbours may be somebody else's.
 */
export function propertyFinder(client: Client, baseUrl: string): (source: UsageSource) => Promise<Property> {
  const known = new Map<string, { property: Property; until: number }>();
  return async (source) => {
    if (source.propertyId !== null) return { propertyId: source.propertyId, streamId: null };
    const { appId } = source;
    const project = source.projectId ?? projectIn(appId);
    if (appId === null || project === null) throw new UsageUnavailable('not_configured', 'no_source');
    const key = `${project} ${appId}`;
    const kept = known.get(key);
    if (kept && kept.until > Date.now()) return kept.property;
    const property = findApp(await client.get(`${baseUrl}/v1beta1/projects/${encodeURIComponent(project)}/analyticsDetails`), appId);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(key, { property, until: Date.now() + REMEMBERED_MS });
    return property;
  };
}

/** The project's number stands in the app's id: 1:402611873390:ios:5d1c09aa73b2e4f8. */
function projectIn(appId: string | null): string | null {
  return /^\d+:(\d+):/.exec(appId ?? '')?.[1] ?? null;
}

function findApp(details: unknown, appId: string): Property {
  const { analyticsProperty, streamMappings } = details as { analyticsProperty?: { id?: unknown }; streamMappings?: readonly { app?: unknown; streamId?: unknown }[] };
  const propertyId = analyticsProperty?.id;
  const stream = Array.isArray(streamMappings) ? streamMappings.find(({ app }) => typeof app === 'string' && app.endsWith(`/${appId}`)) : undefined;
  if (typeof propertyId !== 'string' || !/^\d+$/.test(propertyId)) throw new UsageUnavailable('refused', 'project_without_property');
  if (stream === undefined || typeof stream.streamId !== 'string') throw new UsageUnavailable('refused', 'app_not_in_project');
  return { propertyId, streamId: stream.streamId };
}
