/** active and inactive say whether somebody is served; onboarding and pending that this is still to begin. All of them are billed. */
export const CUSTOMER_STATUSES = ['active', 'inactive', 'onboarding', 'pending'] as const;
export type CustomerStatus = (typeof CUSTOMER_STATUSES)[number];

/** Who we sell to. */
export interface Customer {
  readonly id: string;
  /** The integer some documents show. */
  readonly serial: bigint;
  readonly name: string;
  readonly companyName: string | null;
  readonly email: string;
  readonly phone: string | null;
  readonly address: Address;
  readonly status: CustomerStatus;
  /** The app whose usage this customer follows. No two customers share one. */
  readonly firebaseAppId: string | null;
  readonly firebaseProjectId: string | null;
  readonly analyticsPropertyId: string | null;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly archivedAt: Date | null;
}

export interface Address {
  readonly line1: string | null;
  readonly line2: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly postalCode: string | null;
  readonly country: string | null;
}
