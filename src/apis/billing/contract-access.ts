import type { Access } from '../endpoint.js';

/** Admin/Customer owner: everybody else is refused before anything is looked up. Whose it is, `scope.ts` decides. */
export const OWNER = { roles: ['customer'] } as const satisfies Access;

/** Admin: staff is none here. */
export const ADMIN = { roles: ['admin'] } as const satisfies Access;
