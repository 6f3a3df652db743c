const brands: Record<string, string> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
};

/** "Visa ending 4242"; a payment without a card is just a payment. */
export function cardName(brand: string | null, last4: string | null): string {
  const name = brand ? (brands[brand.toLowerCase()] ?? brand) : 'Card';
  return last4 ? `${name} ending ${last4}` : brand ? name : 'Payment';
}
