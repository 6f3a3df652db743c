import { conformance } from '../conformance.js';
import { startStripePartner } from './sandbox-partner.js';

conformance('stripe, the version that the SDK pins', () => startStripePartner());
conformance('stripe, 2023-10-16', () => startStripePartner('2023-10-16'));
