import { Paper, Title } from '@mantine/core';
import { openCard } from '../../../api.js';
import { PayHere } from '../../../ui/pay/pay-here.js';

/** Saves a card without paying: the number goes from this page to the processor. */
export function AddCard({ onSaved, onCancel }: { onSaved: () => void; onCancel: () => void }) {
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} maw={560} component="section" aria-labelledby="add-card">
      <Title order={2} id="add-card" mb="md">
        Add a card
      </Title>
      <PayHere
        label="Save the card"
        open={openCard}
        openKey={['card']}
        returnUrl={`${location.origin}/app/cards`}
        onDone={async (done) => {
          if (done) onSaved();
        }}
        saving={{ onCancel }}
      />
    </Paper>
  );
}
