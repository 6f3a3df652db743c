import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SandboxConfig } from '../../config.js';
import { decodeForm } from '../../form.js';
import { readBody, sendJson } from '../../http.js';
import type { Api } from '../api.js';
import { StripeFailure } from '../failure.js';
import type { Control } from './control.js';
import { eventControls } from './events.js';
import { faultControls } from './faults.js';
import { listControls } from './lists.js';
import { moneyControls } from './money.js';
import { stateControls } from './state.js';
import { webhookControls } from './webhooks.js';

const controls: Record<string, Control> = {
  ...eventControls,
  ...faultControls,
  ...listControls,
  ...moneyControls,
  ...stateControls,
  ...webhookControls,
};

/** Answers `/_sandbox/…`, for callers on this machine only. */
export async function serveControl(api: Api, config: SandboxConfig, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isLoopback(request.socket.remoteAddress ?? '')) return sendJson(response, 403, { error: 'The sandbox controls answer this machine only.' });
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const segments = path.split('/').slice(2);
  const control = controls[`${request.method} ${segments.join('/')}`] ?? controls[`${request.method} ${segments.map((segment, place) => (place === 1 ? ':' : segment)).join('/')}`];
  if (!control) return sendJson(response, 404, { error: `No control ${request.method} ${path}`, controls: Object.keys(controls) });
  try {
    const text = request.method === 'GET' ? '' : await readBody(request);
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    const result = await control({ api, config, ids: segments.slice(1), query: decodeForm(query), body, response });
    if (result !== undefined) sendJson(response, 200, result);
  } catch (error) {
    const status = error instanceof StripeFailure ? error.status : 400;
    sendJson(response, status, { error: error instanceof Error ? error.message : String(error) });
  }
}

const isLoopback = (address: string): boolean => /^(::ffff:)?127\.|^::1$/.test(address);
