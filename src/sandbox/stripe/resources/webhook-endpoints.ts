import { paramsOf, rowInPath, viewFor, type Answer, type Call, type Route } from '../call.js';
import { badParameter } from '../failure.js';
import { newId, randomText } from '../ids.js';
import { listAnswer, paging } from '../page.js';
import { bool, expandable, listOf, mergeMetadata, metadata, required, text } from '../params.js';

function create(call: Call): Answer {
  const params = paramsOf(call, {
    ...expandable,
    api_version: text(),
    connect: bool,
    description: text(),
    enabled_events: required(listOf(text())),
    metadata,
    url: required(text()),
  });
  const endpoint = call.work.put('webhook_endpoint', {
    id: newId('we'),
    created: call.work.now,
    metadata: mergeMetadata({}, params.metadata),
    url: checkUrl(params.url ?? ''),
    enabled_events: params.enabled_events ?? [],
    secret: `whsec_${randomText(32)}`,
    status: 'enabled',
    api_version: params.api_version ?? null,
    description: params.description ?? null,
  });
  return { fields: { ...viewFor(call, 'webhook_endpoint', endpoint), secret: endpoint.secret } };
}

function checkUrl(url: string): string {
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url;
  throw badParameter('Invalid URL: An explicit scheme (such as https) must be provided.', 'url', 'url_invalid');
}

function update(call: Call): Answer {
  const params = paramsOf(call, { ...expandable, description: text(), disabled: bool, enabled_events: listOf(text()), metadata, url: text() });
  const endpoint = rowInPath(call, 'webhook_endpoint', 'webhook_endpoint');
  const updated = call.work.put('webhook_endpoint', {
    ...endpoint,
    metadata: mergeMetadata(endpoint.metadata, params.metadata),
    url: params.url ? checkUrl(params.url) : endpoint.url,
    enabled_events: params.enabled_events ?? endpoint.enabled_events,
    description: params.description === undefined ? endpoint.description : params.description,
    status: params.disabled == null ? endpoint.status : params.disabled ? 'disabled' : 'enabled',
  });
  return { kind: 'webhook_endpoint', id: updated.id, expand: params.expand };
}

function remove(call: Call): Answer {
  paramsOf(call, {});
  const endpoint = rowInPath(call, 'webhook_endpoint', 'webhook_endpoint');
  call.work.put('webhook_endpoint', { ...endpoint, deleted: true, status: 'disabled' });
  return { kind: 'webhook_endpoint', id: endpoint.id };
}

function retrieve(call: Call): Answer {
  const params = paramsOf(call, expandable);
  return { kind: 'webhook_endpoint', id: rowInPath(call, 'webhook_endpoint', 'webhook_endpoint').id, expand: params.expand };
}

function list(call: Call): Answer {
  const params = paramsOf(call, paging);
  return listAnswer(call, 'webhook_endpoint', call.work.list('webhook_endpoint'), '/v1/webhook_endpoints', params);
}

export const webhookEndpointRoutes: Route[] = [
  { method: 'POST', path: 'webhook_endpoints', run: create },
  { method: 'GET', path: 'webhook_endpoints', run: list },
  { method: 'GET', path: 'webhook_endpoints/:', run: retrieve },
  { method: 'POST', path: 'webhook_endpoints/:', run: update },
  { method: 'DELETE', path: 'webhook_endpoints/:', run: remove },
];
