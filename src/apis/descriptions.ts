import type { Server } from './server.js';
import { openApiOf } from './openapi.js';

/** The APIs described for machines: all of them below /api/app, the hybrid document's own below /api/v1. */
export function serveDescriptions(server: Server, { publicUrl, version }: { publicUrl: string; version: string }): void {
  const of = (title: string, prefix: string) => {
    let text: string | undefined;
    return () => (text ??= JSON.stringify(openApiOf(below(server, prefix), { title, version, server: publicUrl })));
  };
  const all = of('Paydesk', '/');
  const hybrid = of('Paydesk: hybrid payments', '/api/v1/');
  server.app.get('/api/app/openapi.json', (_request, reply) => reply.header('content-type', 'application/json; charset=utf-8').send(all()));
  server.app.get('/api/v1/openapi.json', (_request, reply) => reply.header('content-type', 'application/json; charset=utf-8').send(hybrid()));
}

function below({ contracts }: Server, prefix: string) {
  return contracts.map((contract) => Object.fromEntries(Object.entries(contract).filter(([route]) => route.split(' ')[1]!.startsWith(prefix)))).filter((contract) => Object.keys(contract).length > 0);
}
