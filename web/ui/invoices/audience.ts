/** The customer's list leads to paying, the business's to refunding. */
export type Audience = 'customer' | 'business';
