import { app } from './contract.js';

/** The endpoints of a browser's session, for a server that serves nothing else of the web app. */
export const session = {
  'POST /api/app/session': app['POST /api/app/session'],
  'POST /api/app/session/refresh': app['POST /api/app/session/refresh'],
  'DELETE /api/app/session': app['DELETE /api/app/session'],
} as const;
