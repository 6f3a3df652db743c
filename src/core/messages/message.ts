export interface Message {
  readonly id: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly authorName: string;
  readonly fromStaff: boolean;
  readonly subject: string;
  readonly body: string;
  /** The message it answers. */
  readonly replyTo: string | null;
  readonly createdAt: Date;
}
