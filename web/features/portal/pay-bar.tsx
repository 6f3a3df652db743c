import { Button, Group, Paper, Text } from '@mantine/core';
import { ButtonLink } from '../../ui/links.js';
import { formatMoney } from '../../ui/money.js';
import type { InvoiceSummary } from '../../wire.js';
import { basketSearch, MOST_AT_ONCE } from './basket-search.js';
import { sumOf } from './pay/basket.js';
import classes from './pay-bar.module.css';

/** What is chosen in the list, its sum, and the way to pay it in one go. */
export function PayBar({ chosen, onClear }: { chosen: readonly InvoiceSummary[]; onClear: () => void }) {
  const [first] = chosen;
  if (!first) return null;
  const total = formatMoney(sumOf(chosen.map(({ amount_due: due }) => due), first.currency), first.currency);
  const tooMany = chosen.length > MOST_AT_ONCE;
  return (
    <Paper className={`${classes['bar']} pd-no-print`} component="section" aria-label="Chosen invoices">
      <Text fw={600} aria-live="polite">
        {chosen.length === 1 ? '1 invoice' : `${chosen.length} invoices`}, {total}
        {tooMany && `; at most ${MOST_AT_ONCE} at once`}
      </Text>
      <Group gap="sm">
        <Button variant="default" onClick={onClear}>
          Clear
        </Button>
        {!tooMany && (
          <ButtonLink to="/pay" search={basketSearch(chosen.map(({ id }) => id))}>
            {`Pay ${total}`}
          </ButtonLink>
        )}
      </Group>
    </Paper>
  );
}
