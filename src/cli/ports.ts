import { createServer } from 'node:net';
import { loadConfig, type Config } from '../config.js';

/**
 * Gives a demo with PORT=0 real ports before anything starts: the server and the sandbox have to know
 * each other's addresses. Throws in plain words when the port is taken.
 */
export async function settlePorts(config: Config): Promise<Config> {
  if (config.port !== 0) {
    await probe(config.host, config.port).catch((error: unknown) => {
      throw new Error(explain(error, config.host, config.port), { cause: error });
    });
    return config;
  }
  return loadConfig(undefined, { PORT: String(await probe(config.host, 0)) });
}

function explain(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE') return `Port ${port} is in use: stop what uses it, or set PORT to another.`;
  if (code === 'EACCES') return `Port ${port} needs more rights than this user has: set PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST=${host} is not an address of this machine.`;
  return error instanceof Error ? error.message : String(error);
}

function probe(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}
