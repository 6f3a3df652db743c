import { Anchor, Button, type AnchorProps, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type Plain = AnchorHTMLAttributes<HTMLAnchorElement>;
type Own<Props> = Props & Omit<Plain, keyof Props> & { ref?: Ref<HTMLAnchorElement> };

/** A link of the router that looks like a button. */
export const ButtonLink = createLink((props: Own<ButtonProps>) => <Button component="a" {...props} />);

/** A link of the router that looks like a link. */
export const TextLink = createLink((props: Own<AnchorProps>) => <Anchor {...props} />);
