import { Alert, Autocomplete, NumberInput, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import type { OptionsFilter } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeSettings } from '../../../api.js';
import { configQuery, setupQuery } from '../../../app/session.js';
import { fieldErrors, saidAbove } from '../../../ui/field-errors.js';
import { FormFoot } from '../../../ui/form-foot.js';
import { useSave } from '../../../ui/use-save.js';
import type { Setup } from '../../../wire.js';
import { ofBusiness } from './setting-sentences.js';
import { Step } from './step.js';

const zones = Intl.supportedValuesOf('timeZone');
const words = (text: string) => text.toLowerCase().replaceAll('_', ' ').trim();
/** Whoever types "New York" means America/New_York. */
const byWords: OptionsFilter = ({ options, search, limit }) => options.filter((option) => 'value' in option && words(option.value).includes(words(search))).slice(0, limit);

/** Who writes the invoices, in which zone its days end, and what tax it takes. */
export function BusinessStep({ setup }: { setup: Setup }) {
  const queries = useQueryClient();
  const { settings, steps } = setup;
  const [name, setName] = useState(settings.business_name);
  const [address, setAddress] = useState(settings.business_address);
  const [email, setEmail] = useState(settings.support_email ?? '');
  const [zone, setZone] = useState(settings.time_zone);
  const [tax, setTax] = useState<number | string>(settings.tax_percent);
  const wish = { business_name: name.trim(), business_address: address.trim(), support_email: email.trim() || null, time_zone: zone, tax_percent: Number(tax) || 0 };
  const save = useSave(wish, changeSettings, () => Promise.all([setupQuery, configQuery].map(({ queryKey }) => queries.invalidateQueries({ queryKey }))));
  const wrong = fieldErrors(save.error, ofBusiness);
  return (
    <Step id="business" title="Your business" note="Stands on every invoice, receipt and letter." done={steps.business && steps.taxes}>
      <form onSubmit={save.submit}>
        <Stack gap="md">
          {save.error && <Alert color="red" variant="light" role="alert" title={saidAbove(save.error, wrong)} />}
          {save.saved && <Alert color="spruce" variant="light" aria-live="polite" title="Saved" />}
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput label="Name" error={wrong.business_name} required maxLength={120} value={name} onChange={(event) => setName(event.currentTarget.value)} />
            <Textarea label="Address" error={wrong.business_address} required rows={2} maxLength={500} value={address} onChange={(event) => setAddress(event.currentTarget.value)} />
            <TextInput label="E-mail for questions" error={wrong.support_email} type="email" maxLength={254} value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
            <Autocomplete label="Time zone" error={wrong.time_zone} required data={zones} filter={byWords} limit={50} value={zone} onChange={setZone} />
            <NumberInput label="Tax (%)" error={wrong.tax_percent} description="On every line, unless it says otherwise." min={0} max={100} decimalScale={4} value={tax} onChange={setTax} hideControls />
          </SimpleGrid>
          <FormFoot go="Save" busy={save.busy} />
        </Stack>
      </form>
    </Step>
  );
}
