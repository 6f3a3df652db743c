export { mayCharge, monthsOf } from './billing-settings.js';
export type { BillingFrequency, BillingSettings, ChargeEvidence, PaymentMethodWord } from './billing-settings.js';
export { billingSettingsOf, billingSettingsOfMany } from './billing-settings-of.js';
export { changeBillingSettings } from './change-billing-settings.js';
export type { BillingChange } from './change-billing-settings.js';
export { allowCharging, endCharging } from './allow-charging.js';
export type { AllowCharging } from './allow-charging.js';
export { openBilling } from './open-billing.js';
export { requireConsent } from './require-consent.js';
