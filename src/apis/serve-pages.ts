import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import type { Config } from '../config.js';
import { pagePolicy } from './headers.js';
import type { Server } from './server.js';

export interface PageParts {
  readonly config: Config;
  readonly partners: { readonly sandboxPort: number | null };
}

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../../web');
const YEAR_SECONDS = 31_536_000;

/** The built web app below /app: its files, for good where their names carry a hash, and its page for every address. */
export async function servePages(server: Server, parts: PageParts): Promise<void> {
  server.app.get('/', (_request, reply) => reply.redirect('/app/'));
  if (!existsSync(join(FOLDER, 'index.html'))) {
    server.log.warn({ reason: 'not_built' }, 'the web app is not built: /app answers nothing');
    return;
  }
  const headers = { 'content-security-policy': pagePolicy({ partners: partnersSeenFromPages(parts) }), 'cache-control': 'no-cache' };
  // Packed copies are found beside their files: nobody asks for them by name.
  await server.app.register(fastifyStatic, { root: FOLDER, prefix: '/app/', index: false, wildcard: false, globIgnore: ['**/*.{gz,br}'], preCompressed: true, cacheControl: false, setHeaders: keepHashed });
  const page = (_request: unknown, reply: FastifyReply) => reply.headers(headers).sendFile('index.html');
  // A file of an earlier build is gone: the page in its place would be read as a script.
  server.app.get('/app/assets/*', (_request, reply) => reply.callNotFound());
  server.app.get('/app', page);
  server.app.get('/app/', page);
  server.app.get('/app/*', page);
}

/** Only what carries a hash in its name may be kept; anything else changes with the next build under the same name. */
function keepHashed(reply: { setHeader(name: string, value: string): void }, path: string): void {
  const hashed = path.startsWith(join(FOLDER, 'assets'));
  reply.setHeader('cache-control', hashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache');
}

/** Pages reach the stand-ins at their own host name and the stand-ins' ports. */
function partnersSeenFromPages({ config, partners }: PageParts): string[] {
  if (partners.sandboxPort === null) return [];
  return [...new Set(config.allowedOrigins.map((origin) => `${new URL(origin).protocol}//${new URL(origin).hostname}:${partners.sandboxPort}`))];
}
