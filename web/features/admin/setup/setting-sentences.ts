/** What each setting takes, as its rule has it (src/core/settings/settings.ts), to stand beside its field. */
export const ofBusiness = {
  business_name: 'A name of up to 120 characters',
  business_address: 'Up to 500 characters',
  support_email: 'An address like help@example.com',
  time_zone: 'Choose a zone from the list, such as America/New_York',
  tax_percent: 'A percentage from 0 to 100',
} as const;

export const ofRules = {
  invoice_due_days: 'A whole number of days up to 365',
  reminder_days: 'Up to ten rising numbers of days, like 1, 7, 14',
  charge_notice_days: 'A whole number of days up to 30',
  cancellation_notice_hours: 'A whole number of hours up to 720',
  late_cancellation_fee: 'An amount up to 10,000',
  points_per_dollar: 'A whole number up to 1,000',
  points_expire_months: 'A whole number of months up to 120',
  receipt_footer: 'Up to 1,000 characters',
} as const;
