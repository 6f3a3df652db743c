export type { Address, Customer } from './customer.js';
export { changeCustomer } from './change-customer.js';
export type { CustomerChange } from './change-customer.js';
export { createCustomer } from './create-customer.js';
export type { NewCustomer } from './create-customer.js';
export { findCustomer, findCustomerByEmail } from './find-customer.js';
export { linkVerifiedUser } from './link-user.js';
export { anyCustomer } from './store.js';
