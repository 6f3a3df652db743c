import { Alert, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { listDevices, signOutDevice, signOutOthers } from '../../../api.js';
import { Day } from '../../../ui/day.js';
import { ErrorState } from '../../../ui/error-state.js';
import { RowsSkeleton } from '../../../ui/skeletons.js';
import { StatusMark } from '../../../ui/status-mark.js';
import type { Device } from '../../../wire.js';
import { deviceName, isPhone } from './device-name.js';

const devicesQuery = queryOptions({ queryKey: ['devices'], queryFn: async ({ signal }) => (await listDevices(signal)).items });

/** Every signed-in device; all but this one can be signed out. */
export function DeviceList() {
  const devices = useQuery(devicesQuery);
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: devicesQuery.queryKey });
  const others = useMutation({ mutationFn: signOutOthers, onSuccess });
  if (devices.isPending) return <RowsSkeleton rows={3} />;
  if (devices.isError && !devices.data) return <ErrorState title="Your devices could not be loaded" error={devices.error} onRetry={() => void devices.refetch()} />;
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} component="section" aria-labelledby="devices">
      <Group justify="space-between" mb="md" gap="sm">
        <Title order={2} id="devices">
          Signed-in devices
        </Title>
        {devices.data.length > 1 && (
          <Button variant="default" size="sm" loading={others.isPending} onClick={() => others.mutate()}>
            Sign out all others
          </Button>
        )}
      </Group>
      {others.error && <Alert color="red" variant="light" role="alert" mb="md" title={others.error.message} />}
      <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
        {devices.data.map((device) => (
          <DeviceRow key={device.id} device={device} onSignedOut={onSuccess} />
        ))}
      </Stack>
    </Paper>
  );
}

function DeviceRow({ device, onSignedOut }: { device: Device; onSignedOut: () => Promise<void> }) {
  const leave = useMutation({ mutationFn: () => signOutDevice(device.id), onSuccess: onSignedOut });
  const name = deviceName(device.user_agent);
  const Icon = isPhone(device.user_agent) ? IconDeviceMobile : IconDeviceDesktop;
  return (
    <li>
      <Group justify="space-between" gap="sm">
        <Group gap="md" wrap="nowrap">
          <Icon size={24} stroke={1.5} aria-hidden style={{ flexShrink: 0 }} />
          <div>
            <Text fw={600}>{name}</Text>
            <Text size="sm" c="dimmed">
              {device.ip ?? 'Unknown address'}, signed in <Day value={device.created_at} time />
            </Text>
          </div>
        </Group>
        {device.current ? (
          <StatusMark tone="good">This device</StatusMark>
        ) : (
          <Button variant="default" size="sm" loading={leave.isPending} aria-label={`Sign out ${name}`} onClick={() => leave.mutate()}>
            Sign out
          </Button>
        )}
      </Group>
      {leave.error && <Alert color="red" variant="light" role="alert" mt="sm" title={leave.error.message} />}
    </li>
  );
}
