import { ActionIcon, Drawer, Stack, Text } from '@mantine/core';
import { IconMenu2 } from '@tabler/icons-react';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Account } from './account.js';
import { Brand } from './logo.js';
import { sectionsFor, type NavigationSection } from './navigation.js';
import { useConfig, useMe } from './session.js';

/** Side bar on wide screens, top bar with a drawer on phones; the page itself is `main`. */
export function Layout() {
  const { business } = useConfig();
  const sections = sectionsFor(useMe());
  const [opened, setOpened] = useState(false);
  const main = useMainFocus();
  return (
    <>
      <a href="#main" className="pd-skip">
        Skip to the content
      </a>
      <div className="pd-shell">
        <nav className="pd-top" aria-label="Top">
          <Brand name={business.name} logoUrl={business.logo_url} />
          <ActionIcon variant="subtle" color="gray" size={44} aria-label="Open the menu" onClick={() => setOpened(true)} c="var(--mantine-color-text)">
            <IconMenu2 size={22} aria-hidden />
          </ActionIcon>
        </nav>
        <aside className="pd-side" aria-label="Menu">
          <Brand name={business.name} logoUrl={business.logo_url} />
          <Menu sections={sections} />
          <Account />
        </aside>
        <main id="main" className="pd-main" tabIndex={-1} ref={main}>
          <Outlet />
        </main>
      </div>
      <Drawer opened={opened} onClose={() => setOpened(false)} position="right" size="min(320px, 86vw)" title="Menu" styles={drawerStyles}>
        <Menu sections={sections} onChoose={() => setOpened(false)} />
        <Account />
      </Drawer>
    </>
  );
}

const drawerStyles = {
  content: { display: 'flex', flexDirection: 'column' },
  body: { display: 'flex', flexDirection: 'column', flex: 1 },
} as const;

function Menu({ sections, onChoose }: { sections: readonly NavigationSection[]; onChoose?: () => void }) {
  return (
    <Stack component="nav" aria-label="Main" gap="lg" mt={28} flex={1}>
      {sections.map((section) => (
        <div key={section.title}>
          <Text size="xs" fw={600} c="dimmed" px={12} mb={6}>
            {section.title}
          </Text>
          {section.items.map(({ to, label, icon: Icon }) => (
            <Link key={to} to={to} className="pd-nav-link" onClick={onChoose} activeProps={{ 'aria-current': 'page' }}>
              <Icon size={20} stroke={1.75} aria-hidden />
              {label}
            </Link>
          ))}
        </div>
      ))}
    </Stack>
  );
}

/** After a change of page, keyboard and screen reader start at its content; the first page leaves the focus alone. */
function useMainFocus() {
  const main = useRef<HTMLElement>(null);
  const path = useLocation({ select: (location) => location.pathname });
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return main;
}
