import { Anchor, type AnchorProps } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes } from 'react';

/** Where a page hangs, above its title. */
export const BackLink = createLink(({ children, ...props }: AnchorProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps>) => (
  <Anchor size="sm" {...props}>
    <IconArrowLeft size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> {children}
  </Anchor>
));
