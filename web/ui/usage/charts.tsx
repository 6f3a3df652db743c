import { AreaChart, BarChart, DonutChart } from '@mantine/charts';
import { Group } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import type { Usage } from '../../wire.js';
import { ChartCard } from '../chart-card.js';
import { formatDay } from '../day.js';
import classes from './usage.module.css';

const NOTHING = 'Nothing was counted in these days.';
const short = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' });
const count = (value: number) => value.toLocaleString('en-US');
/** What the charts draw takes no part in keyboard or screen reader: the table does. */
const quiet = { accessibilityLayer: false } as const;

export function GrowthLine({ growth }: { growth: Usage['growth'] }) {
  const still = useReducedMotion();
  const counted = growth.some(({ users }) => users > 0) ? growth : [];
  const lowest = Math.min(...counted.map(({ users }) => users));
  return (
    <ChartCard empty={NOTHING} title="Growth" columns={['Day', 'Users']} rows={counted.map(({ date, users }) => [formatDay(date, 'UTC'), count(users)] as const)}>
      <AreaChart
        h={240}
        data={counted.map(({ date, users }) => ({ day: short.format(new Date(date)), Users: users }))}
        dataKey="day"
        series={[{ name: 'Users', color: 'var(--pd-chart-1)' }]}
        withDots={false}
        curveType="monotone"
        strokeWidth={2.5}
        tickLine="none"
        valueFormatter={count}
        yAxisProps={{ domain: [Math.max(0, Math.floor(lowest * 0.98)), 'auto'], width: 56, allowDecimals: false }}
        xAxisProps={{ minTickGap: 32 }}
        areaChartProps={quiet}
        areaProps={{ isAnimationActive: !still }}
      />
    </ChartCard>
  );
}

export function FeatureBars({ features }: { features: Usage['features'] }) {
  const still = useReducedMotion();
  const most = features.slice(0, 8);
  return (
    <ChartCard empty={NOTHING} title="Most used" columns={['Feature', 'Times']} rows={features.map(({ feature, usage_count: times }) => [wordsOf(feature), count(times)] as const)}>
      <BarChart
        h={Math.max(120, most.length * 34 + 40)}
        orientation="vertical"
        data={most.map(({ feature, usage_count: times }) => ({ feature: wordsOf(feature), Times: times }))}
        dataKey="feature"
        series={[{ name: 'Times', color: 'var(--pd-chart-1)' }]}
        gridAxis="x"
        tickLine="none"
        valueFormatter={count}
        yAxisProps={{ width: 118, interval: 0 }}
        xAxisProps={{ tickCount: 4, minTickGap: 8 }}
        // Room for half of the last number.
        barChartProps={{ ...quiet, margin: { right: 20 } }}
        barProps={{ radius: [0, 4, 4, 0], isAnimationActive: !still }}
      />
    </ChartCard>
  );
}

const DEVICES = [
  { key: 'ios', name: 'iOS', color: 'var(--pd-chart-1)' },
  { key: 'android', name: 'Android', color: 'var(--pd-chart-2)' },
  { key: 'web', name: 'Web', color: 'var(--pd-chart-3)' },
  { key: 'other', name: 'Other', color: 'var(--pd-chart-4)' },
] as const;

export function DeviceShares({ devices }: { devices: Usage['devices'] }) {
  const still = useReducedMotion();
  const used = DEVICES.filter(({ key }) => devices[key] > 0);
  return (
    <ChartCard empty={NOTHING} title="Devices" columns={['Device', 'Share']} rows={used.map(({ key, name }) => [name, `${devices[key]}%`] as const)}>
      <Group justify="center" gap="xl" wrap="wrap">
        <DonutChart
          size={180}
          thickness={30}
          data={used.map(({ key, name, color }) => ({ name, value: devices[key], color }))}
          withTooltip={false}
          paddingAngle={used.length > 1 ? 2 : 0}
          pieChartProps={quiet}
          pieProps={{ isAnimationActive: !still, rootTabIndex: -1 }}
        />
        <ul className={classes['legend']}>
          {used.map(({ key, name, color }) => (
            <li key={key}>
              <span className={classes['swatch']} style={{ background: color }} />
              {name} <strong>{devices[key]}%</strong>
            </li>
          ))}
        </ul>
      </Group>
    </ChartCard>
  );
}

/** `book_class` is "Book class" to a person. */
function wordsOf(name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  return words === '' ? '(without a name)' : words.charAt(0).toUpperCase() + words.slice(1);
}
