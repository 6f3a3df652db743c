import type { Statement } from '../tx.js';

export const insertLink: Statement<never> = {
  name: 'members_link',
  text: `INSERT INTO customer_users (user_id, customer_id, linked_at) VALUES ($1, $2, $3)`,
};

/** In the order in which they came. */
export const selectMembers: Statement<{ user_id: string }> = {
  name: 'members_of',
  text: `SELECT cu.user_id FROM customer_users cu JOIN users u ON u.id = cu.user_id WHERE cu.customer_id = $1 ORDER BY u.created_at, u.id`,
};

const CUSTOMERS_ONLY = `NOT EXISTS (SELECT 1 FROM role_grants g WHERE g.user_id = u.id AND g.role <> 'customer')`;

/** $1 customer. Whoever works here too, or for somebody else, is not shut out with them. */
export const selectMembersToShutOut: Statement<{ user_id: string }> = {
  name: 'members_to_shut_out',
  text: `SELECT u.id AS user_id FROM customer_users cu JOIN users u ON u.id = cu.user_id
    WHERE cu.customer_id = $1 AND u.disabled_at IS NULL AND ${CUSTOMERS_ONLY} ORDER BY u.id`,
};

/** $1 customer, $2 when it was put away: those who were shut out in that very moment. */
export const selectMembersToLetIn: Statement<{ user_id: string }> = {
  name: 'members_to_let_in',
  text: `SELECT u.id AS user_id FROM customer_users cu JOIN users u ON u.id = cu.user_id
    WHERE cu.customer_id = $1 AND ${CUSTOMERS_ONLY}
      AND u.disabled_at = $2 ORDER BY u.id`,
};
