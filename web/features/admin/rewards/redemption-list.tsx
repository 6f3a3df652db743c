import { Alert, Button, Group, Paper, Text } from '@mantine/core';
import { IconCircleCheck, IconGift } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { RedemptionFilter } from '../../../api-rewards.js';
import { AskFirst } from '../../../ui/ask-first.js';
import { Day } from '../../../ui/day.js';
import { EmptyState } from '../../../ui/empty-state.js';
import classes from '../../../ui/invoices/invoice-cards.module.css';
import { TextLink } from '../../../ui/links.js';
import { PagedList } from '../../../ui/paged-list.js';
import { redemptionsQuery } from '../../../ui/rewards/queries.js';
import { RedemptionMark } from '../../../ui/rewards/redemption-mark.js';
import type { Redemption } from '../../../wire.js';
import styles from './redemption-list.module.css';
import { nameOf, useDecision, type Decide } from './use-decision.js';

export function RedemptionList({ filter }: { filter: RedemptionFilter }) {
  const list = useInfiniteQuery(redemptionsQuery(filter));
  const decision = useDecision();
  const filtered = Boolean(filter.status ?? filter.search);
  const empty = (
    <Paper>
      <EmptyState icon={IconGift} title={filtered ? 'Nothing matches' : 'Nothing to hand out'}>
        {filtered ? 'Choose another filter, or search for part of a name.' : 'A reward appears here as soon as a customer gives points for it.'}
      </EmptyState>
    </Paper>
  );
  return (
    <>
      <PagedList list={list} noun="rewards" empty={empty}>
        {(items) => (
          <Paper component="ul" className={classes['list']}>
            {items.map((redemption) => (
              <li key={redemption.id} className={classes['item']}>
                <Row redemption={redemption} decision={decision} />
              </li>
            ))}
          </Paper>
        )}
      </PagedList>
      <Outcome decision={decision} />
    </>
  );
}

function Row({ redemption, decision }: { redemption: Redemption; decision: Decide }) {
  const { customer, reward, points, created_at: taken, decided_at: decided } = redemption;
  return (
    <Group justify="space-between" gap="sm">
      <div style={{ minWidth: 0, flex: '1 1 240px', overflowWrap: 'anywhere' }}>
        <Text fw={600}>{reward.name}</Text>
        <Text size="sm">
          <TextLink to="/admin/customers/$customerId" params={{ customerId: customer.id }}>{customer.name}</TextLink>
        </Text>
        <Text size="sm" c="dimmed">
          {points.toLocaleString('en-US')} points, taken <Day value={taken} />
          {decided && <>, {redemption.status === 'fulfilled' ? 'handed out' : 'given back'} <Day value={decided} /></>}
        </Text>
      </div>
      {redemption.status === 'pending' ? <Deeds redemption={redemption} decision={decision} /> : <RedemptionMark redemption={redemption} />}
    </Group>
  );
}

/** Both end it: whoever comes second is told that it was decided, and how. */
function Deeds({ redemption, decision: { decide, busy, busyWith } }: { redemption: Redemption; decision: Decide }) {
  const what = nameOf(redemption);
  const mine = busyWith?.redemption.id === redemption.id ? busyWith.deed : undefined;
  return (
    <Group gap="xs">
      {/* What was refused is said by the list. */}
      <Button size="sm" loading={mine === 'handOut'} disabled={busy} aria-label={`Hand out ${what}`} onClick={() => void decide({ deed: 'handOut', redemption }).catch(() => undefined)}>
        Hand out
      </Button>
      <AskFirst
        label="Give points back" name={`Give points back: ${what}`} button={{ variant: 'subtle', size: 'sm' }} question={`Give ${redemption.points.toLocaleString('en-US')} points back?`} showQuestion
        keep="Not now" go="Give them back" harsh busy={mine === 'giveBack'} onGo={() => decide({ deed: 'giveBack', redemption })}
      />
    </Group>
  );
}

/** Stays in sight however long the list is. */
function Outcome({ decision: { done, refused, dismiss } }: { decision: Decide }) {
  const closing = { withCloseButton: true, closeButtonLabel: 'Dismiss', onClose: dismiss };
  return (
    <div aria-live="polite" className={styles['outcome']}>
      {done && <Alert {...closing} color="spruce" variant="light" icon={<IconCircleCheck aria-hidden />} title={done} />}
      {refused && (
        <Alert {...closing} color="red" variant="light" role="alert" title={refused.why}>
          {refused.what}
        </Alert>
      )}
    </div>
  );
}
