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
  readonly status: 'active' | 'inactive';
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
