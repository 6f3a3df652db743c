/** What points buy. */
export interface Reward {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** Whole points, more than none. */
  readonly pointsRequired: bigint;
  readonly active: boolean;
  readonly createdAt: Date;
}

/** pending: waits for us to hand it out. fulfilled and cancelled (points given back) are final. */
export type RedemptionState = 'pending' | 'fulfilled' | 'cancelled';

export interface Redemption {
  readonly id: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly rewardId: string;
  readonly rewardName: string;
  readonly points: bigint;
  readonly state: RedemptionState;
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
}
