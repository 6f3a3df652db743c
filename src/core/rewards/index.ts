export { matchPointsToPayments } from './match-points-to-payments.js';
export { pointsFor } from './points.js';
export { readPoints } from './read-points.js';
