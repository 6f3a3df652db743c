/** What the portal's figures are counted from (docs/analytics.md defines each). */
export interface PortalCounts {
  readonly totalCustomers: number;
  readonly activeCustomers: number;
  readonly onlineBookings: number;
  readonly totalBookings: number;
  readonly onlinePayments: number;
  readonly loyaltyUsers: number;
  readonly totalLoyaltyRecords: number;
}

/** Somebody came to the portal. */
export interface PortalVisit {
  readonly userId: string;
  readonly customerId: string;
  readonly ip: string | null;
  readonly userAgent: string | null;
}
