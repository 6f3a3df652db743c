import type { Actor } from '../core/tx.js';
import type { Principal } from '../core/identity/index.js';
import type { BodyOf, Contract, Endpoint, ParamsOf, QueryOf, ReplyOf } from './endpoint.js';

type Open = 'public' | 'signature';
type WhoOf<E> = E extends { readonly access: Open } ? null : Principal;
type CustomerOf<E> = E extends { readonly access: 'customer' } ? string : string | null;
type ContentOf<E> = E extends { readonly raw: true } ? Buffer : BodyOf<E>;

/** Headers as they came, names in small letters. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** One request, checked: what it may do and what it says is as the contract wants it. */
export interface Call<E = Endpoint> {
  readonly who: WhoOf<E>;
  /** The customer the caller acts for. */
  readonly customerId: CustomerOf<E>;
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: ContentOf<E>;
  readonly actor: Actor;
  readonly requestId: string;
  readonly ip: string;
  readonly headers: Headers;
  /** Names this request to the verbs that move money, the same when it is repeated with its Idempotency-Key; else null. */
  readonly requestKey: string | null;
}

const ANSWER = Symbol('answer');

/** More than a body: status, headers, cookies. */
export interface Answer<Body> {
  readonly [ANSWER]: true;
  readonly body: Body;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly Cookie[];
}

/** HttpOnly and SameSite=Lax, always; `maxAgeSeconds` 0 takes it away. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly maxAgeSeconds: number;
  /** `/` unless said. */
  readonly path?: string;
}

/** Bytes instead of JSON: all of them, or as they come, no faster than they are taken. */
export type Bytes = Uint8Array | string | AsyncIterable<Uint8Array>;

export interface File {
  readonly type: string;
  readonly name?: string;
  readonly bytes: Bytes;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Reply<E> = ReplyOf<E> | Answer<ReplyOf<E>> | Answer<Bytes>;

export type Handler<E, Context> = (call: Call<E>, context: Context) => Promise<Reply<E>>;

/** A function for every endpoint of a contract: one that lacks does not compile. */
export type Handlers<C extends Contract, Context> = { readonly [R in keyof C]: Handler<C[R], Context> };

/** `body` with another status, with headers or cookies. */
export function answer<Body>(body: Body, more: Omit<Answer<Body>, typeof ANSWER | 'body'>): Answer<Body> {
  return { [ANSWER]: true, body, ...more };
}

export function file({ type, name, bytes, headers: more }: File): Answer<Bytes> {
  const headers: Record<string, string> = { 'content-type': type, ...more };
  if (name !== undefined) headers['content-disposition'] = `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`;
  return { [ANSWER]: true, body: bytes, headers };
}

export function isAnswer(reply: unknown): reply is Answer<unknown> {
  return typeof reply === 'object' && reply !== null && ANSWER in reply;
}
