import Type from 'typebox';
import type { Static, TSchema, TUnsafe } from 'typebox';
import type { FailureCode } from '../kernel/failure.js';
import type { Permission, Role } from '../kernel/roles.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Who may call. public: anyone. signature: whoever signed the body, decided by the verb. signed-in: any user.
 * half-signed-in: also one whose second factor is still awaited, for the calls that take it. customer: a user who acts for a customer, else `customer_not_found`. roles, permission: else `permission_missing`.
 */
export type Access =
  | 'public'
  | 'signature'
  | 'signed-in'
  | 'half-signed-in'
  | 'customer'
  | { readonly roles: readonly Role[] }
  | { readonly permission: Permission };

/** At most `requests` in `perSeconds`. Endpoints of one `group` count together; without one, each by itself. */
export interface Limit {
  readonly requests: number;
  readonly perSeconds: number;
  /** caller: the user, or the network of who has none. ip+account: each of the two by itself (the account is `email` of the body). */
  readonly per: 'caller' | 'ip' | 'ip+account';
  readonly group?: string;
}

/** One endpoint as its document has it. */
export interface Endpoint {
  readonly summary: string;
  readonly access: Access;
  readonly params?: TSchema;
  /** Texts of the address are turned into the types asked for. */
  readonly query?: TSchema;
  /** Taken as it is sent: nothing is turned into anything. Members it does not name are ignored. */
  readonly body?: TSchema;
  /** The answer: members it does not name are not sent. */
  readonly reply: TSchema;
  /** Media types, where the answer is bytes and no JSON. */
  readonly files?: readonly string[];
  /** Of that answer; 200 unless said. */
  readonly status?: number;
  /** Answers with other statuses. */
  readonly replies?: Readonly<Record<number, TSchema>>;
  readonly limit?: Limit;
  /** Honours `Idempotency-Key`. */
  readonly movesMoney?: true;
  /** The body arrives as the bytes that were sent. */
  readonly raw?: true;
  /** Bytes of a body; 256 KiB unless said. */
  readonly bodyLimit?: number;
  /** What the document calls refusals of this endpoint, where it differs from the rest of the document. */
  readonly says?: Readonly<Partial<Record<FailureCode, string>>>;
  /** The documented sentence for everything that breaks on our side. */
  readonly fails: string;
}

/** All endpoints of one API under their full paths: `POST /api/rewards/{id}/redeem`. */
export type Contract = Readonly<Record<`${Method} /${string}`, Endpoint>>;

type StaticOf<S> = S extends TSchema ? Static<S> : undefined;

export type ParamsOf<E> = E extends { readonly params: infer S } ? StaticOf<S> : undefined;
export type QueryOf<E> = E extends { readonly query: infer S } ? StaticOf<S> : undefined;
export type BodyOf<E> = E extends { readonly body: infer S } ? StaticOf<S> : undefined;
export type ReplyOf<E> =
  | (E extends { readonly reply: infer S } ? StaticOf<S> : never)
  | (E extends { readonly replies: infer M } ? StaticOf<M[keyof M]> : never);

/** One of some words, as a plain `enum`. */
export function OneOf<const Words extends readonly string[]>(...words: Words): TUnsafe<Words[number]> {
  return Type.Unsafe<Words[number]>({ type: 'string', enum: [...words] } as TSchema);
}

/** The same, or null. */
export function Nullable<S extends TSchema>(schema: S): TUnsafe<Static<S> | null> {
  const { type } = schema as { type?: unknown };
  const words = (schema as { enum?: unknown[] }).enum;
  if (typeof type === 'string' && type !== 'object' && type !== 'array') {
    return Type.Unsafe<Static<S> | null>({ ...schema, type: [type, 'null'], ...(words && { enum: [...words, null] }) } as TSchema);
  }
  return Type.Unsafe<Static<S> | null>({ anyOf: [schema, { type: 'null' }] } as TSchema);
}

/** A decimal amount of money in a body. Anything else in its place is refused as an amount, not as a form. */
export const Amount = Type.Number({ refusal: 'amount_invalid' });
