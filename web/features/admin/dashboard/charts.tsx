import { BarChart, type BarChartProps } from '@mantine/charts';
import { useReducedMotion } from '@mantine/hooks';
import { ChartCard } from '../../../ui/chart-card.js';
import { formatMoney } from '../../../ui/money.js';
import type { Stats } from '../../../wire.js';

/** What the charts draw takes no part in keyboard or screen reader: the table does. */
const quiet = { accessibilityLayer: false } as const;
const shortMonth = new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' });
const longMonth = new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const monthOf = (month: string) => new Date(`${month}-01T00:00:00Z`);

/** "$12.5K": an axis has no room for cents. */
function roundly(currency: string): (amount: number) => string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency, notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 });
  return (amount) => format.format(amount);
}

/** How bars of months look, whatever they count. */
function useMonthly(currency: string) {
  const still = useReducedMotion();
  return {
    dataKey: 'month',
    tickLine: 'none',
    valueFormatter: (amount: number) => formatMoney(amount, currency),
    yAxisProps: { width: 64, tickFormatter: roundly(currency) },
    xAxisProps: { minTickGap: 4, interval: 'equidistantPreserveStart' },
    barChartProps: quiet,
    barProps: { radius: [3, 3, 0, 0], isAnimationActive: !still },
  } satisfies Partial<BarChartProps>;
}

export function MonthBars({ stats }: { stats: Stats }) {
  const { months, currency } = stats;
  const look = useMonthly(currency);
  const money = look.valueFormatter;
  const any = months.some((month) => month.invoiced !== 0 || month.received !== 0);
  return (
    <ChartCard
      title="By month"
      note="Bills, and what was received for them: tax included, less what was taken back."
      empty="Nothing was billed in the last twelve months."
      columns={['Month', 'Billed', 'Received']}
      rows={any ? months.map((one) => [longMonth.format(monthOf(one.month)), money(one.invoiced), money(one.received)]) : []}
    >
      <BarChart
        h={260}
        data={months.map((one) => ({ month: shortMonth.format(monthOf(one.month)), Billed: one.invoiced, Received: one.received }))}
        series={[
          { name: 'Billed', color: 'var(--pd-chart-3)' },
          { name: 'Received', color: 'var(--pd-chart-1)' },
        ]}
        withLegend
        legendProps={{ verticalAlign: 'bottom' }}
        {...look}
      />
    </ChartCard>
  );
}

export function RevenueBars({ stats }: { stats: Stats }) {
  const { months, currency } = stats;
  const look = useMonthly(currency);
  const money = look.valueFormatter;
  const any = months.some((month) => month.revenue !== 0);
  return (
    <ChartCard
      title="Revenue"
      note="Sales of every kind without tax, less what was given back."
      empty="There was no revenue in the last twelve months."
      columns={['Month', 'Revenue', 'Billed by itself']}
      rows={any ? months.map((one) => [longMonth.format(monthOf(one.month)), money(one.revenue), money(one.recurring)]) : []}
    >
      <BarChart
        h={220}
        data={months.map((one) => ({ month: shortMonth.format(monthOf(one.month)), Revenue: one.revenue }))}
        series={[{ name: 'Revenue', color: 'var(--pd-chart-1)' }]}
        {...look}
      />
    </ChartCard>
  );
}

export function AgeingBars({ stats }: { stats: Stats }) {
  const still = useReducedMotion();
  const { ageing, currency } = stats;
  const money = (amount: number) => formatMoney(amount, currency);
  const parts = [
    { name: 'Not due yet', amount: ageing.not_due, color: 'var(--pd-chart-1)' },
    { name: '1–30 days', amount: ageing.up_to_30_days, color: 'var(--pd-chart-2)' },
    { name: '31–60 days', amount: ageing.up_to_60_days, color: 'var(--pd-chart-2)' },
    { name: '61–90 days', amount: ageing.up_to_90_days, color: 'var(--pd-chart-2)' },
    { name: 'Longer', amount: ageing.older, color: 'var(--pd-chart-2)' },
  ];
  return (
    <ChartCard
      title="What is owed"
      note="By how long it is overdue."
      empty="Nobody owes anything."
      columns={['Since', 'Open']}
      rows={stats.outstanding > 0 ? parts.map(({ name, amount }) => [name, money(amount)]) : []}
    >
      <BarChart
        h={220}
        orientation="vertical"
        data={parts.map(({ name, amount, color }) => ({ name, Open: amount, color }))}
        dataKey="name"
        series={[{ name: 'Open', color: 'var(--pd-chart-1)' }]}
        gridAxis="x"
        tickLine="none"
        valueFormatter={money}
        yAxisProps={{ width: 92, interval: 0 }}
        xAxisProps={{ tickFormatter: roundly(currency), minTickGap: 24 }}
        // Room for half of the last number.
        barChartProps={{ ...quiet, margin: { right: 20 } }}
        barProps={{ radius: [0, 4, 4, 0], isAnimationActive: !still }}
      />
    </ChartCard>
  );
}
