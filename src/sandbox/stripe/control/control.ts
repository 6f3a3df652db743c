import type { ServerResponse } from 'node:http';
import type { SandboxConfig } from '../../config.js';
import type { Form } from '../../form.js';
import type { Api } from '../api.js';

/** One request to the test controls. */
export interface Command {
  api: Api;
  config: SandboxConfig;
  ids: string[];
  query: Form;
  body: Record<string, unknown>;
  response: ServerResponse;
}

/** The reply as JSON; nothing when the handler has answered itself. */
export type Control = (command: Command) => unknown;
