export { account, accountId, chart } from './accounts.js';
export type { Account, AccountKind } from './accounts.js';
export { post } from './post.js';
export { isPosted } from './is-posted.js';
export { lockBalance, readBalance } from './read-balance.js';
export { sealTransactions } from './seal-transactions.js';
export { digestOf, GENESIS, sealHash } from './transaction.js';
export type { Line, Posting } from './transaction.js';
