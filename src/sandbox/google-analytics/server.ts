import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxConfig } from '../config.js';
import { listen, reachableName, readBody, sendJson } from '../http.js';
import { populate } from './population.js';
import type { Population } from './population.js';
import { PROJECTS } from './projects.js';
import type { App, Project } from './projects.js';
import { readReport } from './request.js';
import { Refusal } from './refusal.js';
import { runReport } from './run-report.js';
import { openServiceAccount } from './service-account.js';
import type { ServiceAccount } from './service-account.js';

export interface GoogleAnalyticsServer {
  url: string;
  close(): Promise<void>;
}

type Json = Record<string, unknown>;
type Fault = { mode: 'error500' | 'quota' | 'timeout' | 'reset' | 'malformed' | 'empty'; count: number };

interface Place {
  account: ServiceAccount;
  projects: Project[];
  peopleOf(project: Project, until: number): Population;
  faults: Fault[];
  /** How often each address was called. */
  calls: Record<string, number>;
}

/** Starts the stand-in of Google's token endpoint, the Analytics Data API and the part of Firebase that names properties. */
export async function startGoogleAnalytics(config: SandboxConfig): Promise<GoogleAnalyticsServer> {
  let url = '';
  const place: Place = { account: openServiceAccount(config.journalDir, () => `${url}/token`), projects: structuredClone(PROJECTS), peopleOf: rememberPeople(), faults: [], calls: {} };
  const server = await listen(config.host, config.ports.analytics ?? 0, (request, response) => serve(place, request, response));
  url = `http://${reachableName(config.host)}:${server.port}`;
  return { url, close: server.close };
}

/** A later day adds to the same story, so the longest that was asked for serves all. */
function rememberPeople(): Place['peopleOf'] {
  const known = new Map<string, { until: number; people: Population }>();
  return (project, until) => {
    const kept = known.get(project.propertyId);
    if (kept && kept.until >= until) return kept.people;
    const people = populate(project, until);
    known.set(project.propertyId, { until, people });
    return people;
  };
}

async function serve(place: Place, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = '/'] = (request.url ?? '/').split('?');
  if (path.startsWith('/_sandbox/')) return control(place, request, response, path);
  place.calls[path] = (place.calls[path] ?? 0) + 1;
  if (await goesWrong(place, response)) return;
  try {
    const { status, body } = await answer(place, request, path);
    sendJson(response, status, body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    sendJson(response, error.code, error.body);
  }
}

async function answer(place: Place, request: IncomingMessage, path: string): Promise<{ status: number; body: unknown }> {
  const now = new Date();
  const text = request.method === 'POST' ? await readBody(request) : '';
  if (request.method === 'POST' && path === '/token') return place.account.exchange(new URLSearchParams(text), now);
  const authorization = request.headers.authorization;
  const details = /^\/v1beta1\/projects\/([^/]+)\/analyticsDetails$/.exec(path)?.[1];
  if (request.method === 'GET' && details !== undefined) {
    place.account.admit(authorization, 'firebase.readonly', now);
    return { status: 200, body: analyticsDetails(place, decodeURIComponent(details)) };
  }
  const [, property, verb] = /^\/v1beta\/properties\/(\d+):(\w+)$/.exec(path) ?? [];
  if (request.method !== 'POST' || property === undefined) throw new Refusal(404, 'Requested entity was not found.');
  place.account.admit(authorization, 'analytics.readonly', now);
  const project = place.projects.find((one) => one.propertyId === property);
  if (!project || project.closed) throw new Refusal(403, 'User does not have sufficient permissions for this property. To learn more about Property ID, see https://developers.google.com/analytics/devguides/reporting/data/v1/property-id.');
  const body = parse(text);
  if (verb === 'runReport') return { status: 200, body: report(place, project, body, now) };
  if (verb !== 'batchRunReports') throw new Refusal(404, 'Requested entity was not found.');
  const requests = (body['requests'] ?? []) as Json[];
  if (requests.length === 0 || requests.length > 5) throw new Refusal(400, 'A batch has 1 to 5 requests.');
  return { status: 200, body: { reports: requests.map((one) => report(place, project, one, now)), kind: 'analyticsData#batchRunReports' } };
}

function report(place: Place, project: Project, body: Json, now: Date): object {
  const request = readReport(body, project.propertyId, now);
  const lastDays = [...request.ranges, ...(request.cohorts?.list ?? []).map((cohort) => ({ end: cohort.end + 7 * (1 + (request.cohorts?.to ?? 0)) }))].map((range) => range.end);
  return runReport(project, place.peopleOf(project, Math.max(...lastDays)), request);
}

function analyticsDetails({ projects }: Place, name: string): object {
  const project = projects.find((one) => one.projectId === name || one.number === name);
  if (!project) throw new Refusal(404, 'Requested entity was not found.');
  const appOf = ({ appId, platform }: App): string => `projects/${project.number}/${platform.toLowerCase()}Apps/${appId}`;
  return {
    analyticsProperty: { id: project.propertyId, displayName: project.projectId, analyticsAccountId: '100200300' },
    streamMappings: project.apps.map((app) => ({ app: appOf(app), streamId: app.streamId, ...(app.platform === 'WEB' && { measurementId: `G-${app.streamId}` }) })),
  };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new Refusal(400, 'Invalid JSON payload received. Unexpected token.');
  }
}

async function goesWrong({ faults }: Place, response: ServerResponse): Promise<boolean> {
  const fault = faults[0];
  if (!fault) return false;
  if (--fault.count <= 0) faults.shift();
  if (fault.mode === 'timeout') await sleep(30_000, undefined, { ref: false });
  if (fault.mode === 'timeout' || fault.mode === 'reset') response.destroy();
  else if (fault.mode === 'malformed') response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"reports": [');
  else if (fault.mode === 'empty') sendJson(response, 200, {});
  else sendJson(response, fault.mode === 'quota' ? 429 : 500, new Refusal(fault.mode === 'quota' ? 429 : 500, 'Exhausted property tokens, or an internal error.').body);
  return true;
}

/** `/_sandbox/…`, for callers on this machine only. */
async function control(place: Place, request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  if (!/^(::ffff:)?127\.|^::1$/.test(request.socket.remoteAddress ?? '')) return sendJson(response, 403, { error: 'The sandbox controls answer this machine only.' });
  const body = request.method === 'POST' ? (JSON.parse((await readBody(request)) || '{}') as Json) : {};
  switch (`${request.method} ${path.slice('/_sandbox/'.length)}`) {
    case 'GET service_account': return sendJson(response, 200, place.account.file());
    case 'GET projects': return sendJson(response, 200, { projects: place.projects });
    case 'GET calls': return sendJson(response, 200, { calls: place.calls });
    case 'POST apps': return sendJson(response, 200, addApp(place, body));
    case 'POST faults': place.faults.push({ mode: body['mode'] as Fault['mode'], count: Number(body['count'] ?? 1) }); break;
    case 'DELETE faults': place.faults.length = 0; break;
    case 'DELETE tokens': place.account.forgetTokens(); break;
    default: return sendJson(response, 404, { error: 'No such control' });
  }
  sendJson(response, 200, { ok: true });
}

/** Another app of a known project, as its owner would add one. */
function addApp({ projects }: Place, { project_id: projectId, app_id: appId, platform = 'IOS' }: Json): object {
  const project = projects.find((one) => one.projectId === projectId);
  if (!project) return { error: 'No such project' };
  const app: App = { appId: String(appId), platform: platform as App['platform'], streamId: String(8_000_000_000 + project.apps.length) };
  project.apps.push(app);
  return app;
}
