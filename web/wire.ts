/** What travels between this app and the server: the words of its contracts, types only. Money is decimal (185 = $185.00). */
import type { Static } from 'typebox';
import type { App, InvoiceDetails, InvoiceItem, Refunded } from '../src/apis/app/contract.js';
import type { account, SignedInDevice } from '../src/apis/app/contract-account.js';
import type { PaymentContract, PaymentItem, Receipt as PaymentReceipt } from '../src/apis/app/contract-payments.js';
import type { Appointment as Visit, appointments } from '../src/apis/app/contract-appointments.js';
import type { loyalty, PointsEntry as PointsMove, Redemption as TakenReward, Reward as Offer } from '../src/apis/app/contract-loyalty.js';
import type { BillingOverview, overviews } from '../src/apis/billing/contract-overviews.js';
import type { CustomerDetails, CustomerItem, customers, Deed, Member as CustomerMember, Stats as BusinessStats } from '../src/apis/app/contract-customers.js';
import type { profile, Profile as Reach } from '../src/apis/app/contract-profile.js';
import type { PublicInvoice as LinkedInvoice, publicInvoice } from '../src/apis/app/contract-public-invoice.js';
import type { invoicing, ManualPayment as TakenByHand, RefundPreview as Preview, Written } from '../src/apis/app/contract-invoicing.js';
import type { Offer as OfferText, ProposalDetails, ProposalItem, proposals, PublicProposal as LinkedProposal } from '../src/apis/app/contract-proposals.js';
import type { proposals as documentProposals } from '../src/apis/billing/contract-proposals.js';
import type { Pursuit as OpenPursuit, Recurring as RecurringCustomer } from '../src/apis/app/contract-recurring.js';
import type { ProcessorCheck, setup, Setup as SetupState } from '../src/apis/app/contract-setup.js';
import type { SourceChange, Usage as UsageFigures, usage } from '../src/apis/app/contract-usage.js';
import type { Enrolment as ProgramOrder, Program as OfferedProgram, programs } from '../src/apis/app/contract-programs.js';
import type { CreditNotice as LowNotice, CreditTopUp as TopUp } from '../src/apis/app/contract-credit-wishes.js';
import type { CreditOffer as OfferedCredits, credits as appCredits, Credits as OwnCredits } from '../src/apis/app/contract-credits.js';
import type { CreditPackage as PackageOnOffer, credits } from '../src/apis/credits/contract.js';
import type { twoFactor, WaysIn as SignInWays } from '../src/apis/app/contract-two-factor.js';
import type { auth } from '../src/apis/billing/contract-auth.js';
import type { users } from '../src/apis/billing/contract-users.js';
import type { session } from '../src/apis/app/contract-session.js';
import type { appointmentsAndRewards } from '../src/apis/portal/contract-appointments.js';
import type { PaymentMethod, Portal } from '../src/apis/portal/contract.js';

export type { Config, DemoLogin, InvoicePage, Me } from '../src/apis/app/contract.js';

export type InvoiceSummary = InvoiceItem;
export type Invoice = InvoiceDetails;
export type InvoiceStatus = InvoiceItem['status'];
export type InvoicePayment = InvoiceDetails['payments'][number];
export type PublicInvoice = LinkedInvoice;
export type WrittenInvoice = Written;
export type ManualPayment = TakenByHand;
export type RefundPreview = Preview;
export type ProposalSummary = ProposalItem;
export type Proposal = ProposalDetails;
export type PublicProposal = LinkedProposal;
export type ProposalText = OfferText;
export type Program = OfferedProgram;
export type Enrolment = ProgramOrder;
export type PriceParts = ProgramOrder['price'];
export type Device = SignedInDevice;
export type WaysIn = SignInWays;
export type Card = PaymentMethod;
export type Payment = PaymentItem;
export type Appointment = Visit;
export type PointsEntry = PointsMove;
export type Reward = Offer;
export type Redemption = TakenReward;
export type Profile = Reach;
export type Customer = CustomerDetails;
export type CustomerSummary = CustomerItem;
export type Member = CustomerMember;
export type PastDeed = Deed;
export type MyBilling = BillingOverview;
export type Stats = BusinessStats;
export type Setup = SetupState;
export type ProcessorState = ProcessorCheck['state'];
export type Recurring = RecurringCustomer;
export type Pursuit = OpenPursuit;
export type Receipt = PaymentReceipt;
export type Credits = OwnCredits;
export type CreditOffer = OfferedCredits;
export type CreditNotice = LowNotice;
export type CreditTopUp = TopUp;
export type CreditPackage = PackageOnOffer;
export type Usage = UsageFigures;
export type UsageSourceChange = SourceChange;
export type Refund = Refunded;
export type RefundOrder = Static<App['POST /api/app/payments/{id}/refund']['body']>;

/** Every call that this app may make. */
export type Routes =
  & App & typeof session & typeof account & typeof twoFactor & typeof auth & typeof users & PaymentContract & typeof appointments & typeof loyalty & typeof profile & typeof setup & typeof customers & typeof overviews & typeof usage
  & typeof invoicing & typeof publicInvoice
  & typeof credits & typeof appCredits
  & typeof programs & typeof proposals & typeof documentProposals
  & Portal & typeof appointmentsAndRewards;
