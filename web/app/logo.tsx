import { Group, Text } from '@mantine/core';

/** The bell on the counter. */
export function Bell({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#08574a" />
      <path d="M6.5 22.5a9.5 9.5 0 0 1 19 0z" fill="#fff" />
      <rect x="5" y="23.6" width="22" height="2.6" rx="1.3" fill="#f0b95a" />
      <rect x="14.6" y="8" width="2.8" height="5" rx="1.4" fill="#fff" />
      <rect x="12" y="6.6" width="8" height="2.6" rx="1.3" fill="#f0b95a" />
    </svg>
  );
}

/** The business's mark and name, as its customers know it. */
export function Brand({ name, logoUrl }: { name: string; logoUrl: string | null }) {
  return (
    <Group gap={10} wrap="nowrap">
      {logoUrl ? <img src={logoUrl} alt="" width={32} height={32} style={{ borderRadius: 8 }} /> : <Bell />}
      <Text fw={700} size="md" lh={1.2} lineClamp={2}>
        {name}
      </Text>
    </Group>
  );
}
