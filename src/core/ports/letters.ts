/** Amounts travel as decimal text of major units ("185.00") beside their currency. */
export interface MoneyText {
  readonly amount: string;
  readonly currency: string;
}

/** What a payment was for, as people call it: an invoice number, a package; null when it has no name. */
export interface PaidItem extends MoneyText {
  /** Absent in letters that were queued before it was told: an invoice. */
  readonly kind?: 'invoice' | 'credits' | 'program' | 'appointment';
  readonly label: string | null;
}

interface ToPerson {
  /** Whom to greet. */
  readonly name: string;
}

/** A visit, as a customer has to know it. */
export interface VisitText {
  readonly appointment_id: string;
  /** ISO instant. */
  readonly starts_at: string;
  readonly services: readonly string[];
  readonly address: string | null;
}

/** An invoice that is pursued, with what is still open on it. */
export interface OwedText extends MoneyText {
  readonly invoice_id: string;
  readonly invoice_number: string;
  /** A day, YYYY-MM-DD. */
  readonly due_date: string;
}

/** What was decided about an offer, and by whom. */
export interface DecisionText {
  readonly proposal_id: string;
  readonly title: string;
  readonly customer_name: string;
  readonly signer_name: string | null;
  /** Somebody of the business decided in the customer's name. */
  readonly on_behalf: boolean;
  /** ISO instant. */
  readonly decided_at: string;
  /** Of the text that was decided, in hex. */
  readonly document_hash: string;
}

/**
 * Every mail there is, with what its outbox row keeps: plain values, no secrets, no markup.
 * A new mail starts here; its text is a component of the same name in the mail adapter.
 */
export interface MailData {
  payment_receipt: ToPerson & MoneyText & {
    readonly payment_id: string;
    /** ISO instant. */
    readonly paid_at: string;
    readonly card_brand: string | null;
    readonly card_last4: string | null;
    readonly items: readonly PaidItem[];
  };
  payment_failed: ToPerson & MoneyText & {
    readonly payment_id: string;
    readonly failure_code: string;
    readonly card_last4: string | null;
    readonly items: readonly PaidItem[];
  };
  refund_issued: ToPerson & MoneyText & {
    readonly refund_id: string;
    readonly payment_id: string;
    readonly reason: string | null;
    readonly keep_owing: boolean;
    readonly card_last4: string | null;
    readonly items: readonly PaidItem[];
  };
  /** A bank sent a refund back; the money is the customer's credit now. */
  refund_bounced: ToPerson & MoneyText & {
    readonly refund_id: string;
    readonly payment_id: string;
    readonly card_last4: string | null;
  };
  /** To the business: nobody else was told, and it has to be sent again by hand. */
  refund_failed: ToPerson & MoneyText & {
    readonly refund_id: string;
    readonly payment_id: string;
    /** The processor's own code. */
    readonly failure_code: string | null;
    /** Null: whoever paid is no customer. */
    readonly customer_name: string | null;
    readonly items: readonly PaidItem[];
  };
  loyalty_points_earned: ToPerson & {
    /** Whole points. */
    readonly points: string;
    readonly customer_id: string;
    readonly invoice_id: string;
    readonly invoice_number: string;
  };
  appointment_confirmed: ToPerson & VisitText;
  appointment_reminder: ToPerson & VisitText & {
    /** As whoever asked for it counted them. */
    readonly hours_until: number;
  };
  /** Asked for by hand, at any time after the issue: `amount` is what was open then. */
  invoice_created: ToPerson & MoneyText & {
    readonly invoice_id: string;
    readonly invoice_number: string;
    /** A day, YYYY-MM-DD. */
    readonly due_date: string | null;
    /** In the currency of `amount`. Absent in letters that were queued before it was told. */
    readonly total?: string;
    /** It had been taken back when the letter was asked for. */
    readonly cancelled?: boolean;
  };
  /** Sent by itself with every invoice that is issued; what is open is looked up when it leaves. */
  invoice_issued: ToPerson & MoneyText & {
    readonly invoice_id: string;
    readonly invoice_number: string;
    /** A day, YYYY-MM-DD. */
    readonly due_date: string | null;
    readonly milestone: string | null;
    /** It will be charged by itself on its due day. */
    readonly auto_charge: boolean;
  };
  /** A card will be charged by itself on a day to come. */
  charge_announced: ToPerson & OwedText & { readonly charge_on: string };
  /** A card was charged by itself, and declined. `next_on`: when it is tried again; null: never. */
  charge_failed: ToPerson & OwedText & { readonly failure_code: string; readonly card_last4: string | null; readonly next_on: string | null };
  /** The bank wants the holder of the card; `again`: he was asked before. `last`: he is not asked again. */
  charge_action_needed: ToPerson & OwedText & { readonly card_last4: string | null; readonly again: boolean; readonly last: boolean };
  /** Overdue: the first reminder, the second, … */
  payment_reminder: ToPerson & OwedText & { readonly place: number; readonly last: boolean };
  /** Less prepaid credits are left than their holder's threshold. */
  credits_low: ToPerson & MoneyText & { readonly threshold: string };
  /** A package could not be bought by itself. `failure_code` of the card, or card_gone, package_gone; `next_on`: when it is tried again; null: never. */
  top_up_failed: ToPerson & MoneyText & { readonly package: string; readonly failure_code: string; readonly card_last4: string | null; readonly next_on: string | null };
  /** Somebody is enrolled in a program; `amount` is what he paid. */
  enrolment_confirmed: ToPerson & MoneyText & {
    readonly order_number: string;
    readonly purchase_id: string;
    /** ISO instant. */
    readonly purchased_at: string;
    readonly program_id: string;
    readonly program_title: string;
    readonly program_type: string;
    readonly full_price: string;
    readonly class_rep_discount: string | null;
    readonly early_bird_discount: string | null;
  };
  /** Money of an order went back; no_place: it should never have been taken. */
  enrolment_refunded: ToPerson & MoneyText & {
    readonly order_number: string;
    readonly purchase_id: string;
    readonly program_title: string;
    readonly cause: 'refunded' | 'no_place';
    readonly access_ended: boolean;
    readonly reason: string | null;
  };
  message_reply: ToPerson & {
    readonly subject: string;
    readonly staff_name: string;
    /** Plain text of several lines. */
    readonly reply_text: string;
  };
  /** An offer, or one that says something else since. */
  proposal_sent: ToPerson & MoneyText & {
    readonly proposal_id: string;
    readonly title: string;
    /** What recurs every month once it is accepted; null: nothing. */
    readonly monthly: string | null;
    /** ISO instant. */
    readonly valid_until: string | null;
    readonly changed: boolean;
  };
  /** To the customer, and to the business. */
  proposal_accepted: ToPerson & MoneyText & DecisionText & { readonly to_business: boolean };
  /** To the business. */
  proposal_rejected: ToPerson & MoneyText & DecisionText & { readonly reason: string | null };
  verify_email: ToPerson & { readonly expires_in_minutes: number };
  password_reset: ToPerson & { readonly expires_in_minutes: number };
  sign_in_code: ToPerson & { readonly expires_in_minutes: number };
  /** Somebody was made a user of a customer, whose name `company` is, and chooses a password. */
  invitation: ToPerson & { readonly company: string; readonly expires_in_minutes: number };
  password_changed: ToPerson & { readonly changed_at: string };
  /** To the new address of an account, which must be proven before it counts. */
  change_email: ToPerson & { readonly expires_in_minutes: number };
  /** Something about the ways into the account was changed. */
  security_notice: ToPerson & { readonly change: SecurityChange; readonly changed_at: string };
  /** Somebody tried to register with an address that has an account. */
  taken_address: ToPerson;
}

/** What a user is told of, in case it was somebody else. */
export type SecurityChange = 'two_factor_on' | 'two_factor_off' | 'recovery_code_used' | 'email_change_asked' | 'email_changed';

export type MailTemplate = keyof MailData;

/** What a mail learns when it is sent: secrets and figures that must not be kept, or not be old. */
export interface MailExtras {
  /** Full address of the button, when the mail has one. */
  readonly link?: string;
  /** Digits to type instead of following the link. */
  readonly code?: string;
  readonly credit_note_number?: string;
  /** The day on which an allowed card pays it by itself. */
  readonly charge_on?: string;
  /** What is still to be paid, in decimal text of the mail's own currency. */
  readonly amount_due?: string;
  /** Whole points the customer has now. */
  readonly points_balance?: string;
}

/** How the business presents itself in a letter. */
export interface Letterhead {
  readonly businessName: string;
  readonly logoUrl: string | null;
  readonly address: string;
  readonly supportEmail: string | null;
  readonly footer: string;
  readonly timeZone: string;
  /** Address of the web app, without a slash at the end. */
  readonly appUrl: string;
}

export interface WrittenLetter {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Turns what a mail says into HTML and text. Everything in `data` is text to be escaped, never markup. */
export type WriteLetter = <T extends MailTemplate>(template: T, data: MailData[T], extras: MailExtras, head: Letterhead) => Promise<WrittenLetter>;
