import { IconDoor } from '@tabler/icons-react';
import { usePageTitle } from '../ui/page.js';
import { EmptyState } from '../ui/empty-state.js';
import { useMe } from './session.js';

/** Where a role without pages lands. */
export function HomePage() {
  const { user } = useMe();
  usePageTitle('Welcome');
  return (
    <EmptyState icon={IconDoor} title={`Welcome, ${user.name}`} level={1}>
      There is no page for your role ({user.roles.join(', ') || 'none'}) here yet. If you expected one, ask an administrator of the
      business to check your access.
    </EmptyState>
  );
}
