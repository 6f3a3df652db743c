export { publicLinks } from './public-links.js';
export type { LinkedSubject, PublicLinks } from './public-links.js';
