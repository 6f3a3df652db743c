/** One line as it is typed. */
export interface TypedLine {
  key: number;
  description: string;
  quantity: number | string;
  price: number | string;
  tax: number | string;
}

export interface Totals {
  subtotal: number;
  costs: number;
  tax: number;
  total: number;
}

/** What the server will make of it: tax of each line by itself, half up to the smallest unit, costs taxed like a line. */
export function totalsOf(lines: readonly TypedLine[], costs: number, costsTax: number, decimals: number): Totals {
  const scale = 10 ** decimals;
  const minor = (amount: number) => Math.round(amount * scale);
  const taxOf = (amount: number, percent: number) => Number((BigInt(amount) * BigInt(Math.round(percent * 10_000)) * 2n + 1_000_000n) / 2_000_000n);
  const amounts = lines.map((line) => ({ amount: minor(Number(line.price) || 0) * (Number(line.quantity) || 0), tax: Number(line.tax) || 0 }));
  const subtotal = amounts.reduce((sum, line) => sum + line.amount, 0);
  const tax = amounts.reduce((sum, line) => sum + taxOf(line.amount, line.tax), 0) + taxOf(minor(costs), costsTax);
  return { subtotal: subtotal / scale, costs: minor(costs) / scale, tax: tax / scale, total: (subtotal + minor(costs) + tax) / scale };
}
