import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { beginTwoFactor, disableTwoFactor, renewRecoveryCodes, type Proof } from '../../../api.js';
import { Day } from '../../../ui/day.js';
import { ErrorState } from '../../../ui/error-state.js';
import { onYellow } from '../../../ui/on-yellow.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';
import { StatusMark } from '../../../ui/status-mark.js';
import type { WaysIn } from '../../../wire.js';
import { EnrolFactor } from './enrol-factor.js';
import { ProofDialog } from './proof-dialog.js';
import { RecoveryCodes } from './recovery-codes.js';
import { waysInQuery } from './ways-in.js';

/** Two-factor sign-in: off, being switched on, its recovery codes, on. */
export function TwoFactor() {
  const { data, error, refetch } = useQuery(waysInQuery);
  const queries = useQueryClient();
  const [codes, setCodes] = useState<readonly string[]>();
  const begin = useMutation({ mutationFn: beginTwoFactor });
  const settled = () => Promise.all([queries.invalidateQueries({ queryKey: waysInQuery.queryKey }), queries.invalidateQueries({ queryKey: ['devices'] })]);
  if (!data) return error ? <ErrorState title="Your sign-in could not be loaded" error={error} onRetry={() => void refetch()} /> : <RowsSkeleton rows={2} />;
  const confirmed = (made: readonly string[]) => {
    begin.reset();
    setCodes(made);
    void settled();
  };
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="two-factor">
      <Group justify="space-between" gap="sm" mb={4}>
        <Title order={2} id="two-factor">Two-factor sign-in</Title>
        {data.two_factor.enabled ? <StatusMark tone="good">On</StatusMark> : <StatusMark tone="quiet">Off</StatusMark>}
      </Group>
      <Text size="sm" c="dimmed" mb="md">
        Beside the password, a code from an app on your phone. Whoever learns your password cannot come in with it.
      </Text>
      {begin.error && <Alert color="red" variant="light" role="alert" mb="md" title={begin.error.message} />}
      {codes ? <RecoveryCodes codes={codes} onDone={() => setCodes(undefined)} />
        : begin.data ? <EnrolFactor begun={begin.data} onConfirmed={confirmed} onCancel={begin.reset} />
        : data.two_factor.enabled ? <Enabled factor={data.two_factor} onCodes={confirmed} onOff={settled} />
        : <Button leftSection={<IconShieldCheck size={18} aria-hidden />} loading={begin.isPending} onClick={() => begin.mutate()}>Switch on two-factor sign-in</Button>}
    </Paper>
  );
}

interface EnabledProps {
  factor: WaysIn['two_factor'];
  onCodes: (codes: readonly string[]) => void;
  onOff: () => Promise<unknown>;
}

function Enabled({ factor, onCodes, onOff }: EnabledProps) {
  const [asking, setAsking] = useState<'codes' | 'off'>();
  const few = factor.recovery_codes_left <= 3;
  const close = () => setAsking(undefined);
  const renew = async (proof: Proof) => onCodes((await renewRecoveryCodes(proof)).recovery_codes);
  const switchOff = async (proof: Proof) => {
    await disableTwoFactor(proof);
    await onOff();
  };
  return (
    <Stack gap="md">
      <Text>
        Since {factor.since && <Day value={factor.since} />}. {factor.recovery_codes_left} of 10 recovery codes are left.
      </Text>
      {few && <Alert color="yellow" variant="light" styles={onYellow} title="Few recovery codes are left">Make new ones, so that you can come in when your phone is lost.</Alert>}
      <Group gap="sm">
        <Button variant="default" onClick={() => setAsking('codes')}>New recovery codes</Button>
        <Button variant="default" onClick={() => setAsking('off')}>Switch off</Button>
      </Group>
      <ProofDialog opened={asking === 'codes'} title="New recovery codes" action="Make new codes" onClose={close} onProve={renew}>
        The ten codes you have kept stop working.
      </ProofDialog>
      <ProofDialog opened={asking === 'off'} title="Switch off two-factor sign-in" action="Switch off" danger onClose={close} onProve={switchOff}>
        From then on the password alone opens your account. Other devices are signed out.
      </ProofDialog>
    </Stack>
  );
}
