export { mailPaymentFailures, mailReceipts, mailRefunds } from './mail-payments.js';
export { mailPointsEarned } from './mail-points-earned.js';
export type { PointsEarned } from './mail-points-earned.js';
export { queueMail } from './queue-mail.js';
export type { QueuedMail } from './queue-mail.js';
export { mailCarrier } from './carry-mail.js';
export type { MailCarrierParts } from './carry-mail.js';
export type { LinkedTemplate, MakeLink, MakeLinks, SecretLink } from './links.js';
