import type { SecurityChange } from '../../../core/ports/letters.js';
import { present } from '../../../kernel/assert.js';
import { Action, Aside, Code, Paragraph, PlainLink, Title } from './parts.js';
import { linkOf, type Template } from './template.js';
import { instant, within } from './words.js';

export const verifyEmail: Template<'verify_email'> = {
  subject: (_data, head) => `Confirm your e-mail address for ${head.businessName}`,
  preview: () => 'One click, and your account is ready.',
  body: (data, extras, head) => (
    <>
      <Title>Confirm your e-mail address</Title>
      <Paragraph>Hello {data.name}, please confirm that this address is yours, so that you can use your account at {head.businessName}.</Paragraph>
      <Action href={linkOf(extras)}>Confirm address</Action>
      <PlainLink href={linkOf(extras)} />
      <Aside>The link works once, for {within(data.expires_in_minutes)}. If you did not sign up, ignore this letter and nothing will happen.</Aside>
    </>
  ),
};

export const passwordReset: Template<'password_reset'> = {
  subject: (_data, head) => `Reset your password for ${head.businessName}`,
  preview: () => 'Choose a new password. If you did not ask for this, ignore it.',
  body: (data, extras) => (
    <>
      <Title>Choose a new password</Title>
      <Paragraph>Hello {data.name}, somebody asked to reset the password of your account. If it was you, choose a new one here.</Paragraph>
      <Action href={linkOf(extras)}>Choose a new password</Action>
      <PlainLink href={linkOf(extras)} />
      <Aside>The link works once, for {within(data.expires_in_minutes)}. If it was not you, ignore this letter: your password stays as it is.</Aside>
    </>
  ),
};

export const signInCode: Template<'sign_in_code'> = {
  subject: (_data, head) => `Your sign-in code for ${head.businessName}`,
  preview: () => 'Type it where you asked for it, or follow the link.',
  body: (data, extras) => (
    <>
      <Title>Your sign-in code</Title>
      <Paragraph>Hello {data.name}, here is the code you asked for:</Paragraph>
      <Code digits={present(extras.code, 'this letter needs a code')} />
      <Action href={linkOf(extras)}>Sign in</Action>
      <Aside>Either works once, for {within(data.expires_in_minutes)}. If you did not ask for it, ignore this letter, and never tell anybody the code.</Aside>
    </>
  ),
};

export const invitation: Template<'invitation'> = {
  subject: (_data, head) => `Your account at ${head.businessName}`,
  preview: (data) => `Choose a password and see the bills of ${data.company}.`,
  body: (data, extras, head) => (
    <>
      <Title>You have an account at {head.businessName}</Title>
      <Paragraph>Hello {data.name}, {head.businessName} has opened an account for you. With it you see the offers and bills of {data.company}, and pay them.</Paragraph>
      <Action href={linkOf(extras)}>Choose a password</Action>
      <PlainLink href={linkOf(extras)} />
      <Aside>The link works once, for {within(data.expires_in_minutes)}. If you do not know what this is about, ignore this letter: nobody can sign in without the link.</Aside>
    </>
  ),
};

export const passwordChanged: Template<'password_changed'> = {
  subject: (_data, head) => `Your password for ${head.businessName} was changed`,
  preview: () => 'If this was you, there is nothing to do.',
  body: (data, _extras, head) => (
    <>
      <Title>Your password was changed</Title>
      <Paragraph>Hello {data.name}, the password of your account was changed on {instant(data.changed_at, head.timeZone)}, and all other devices were signed out.</Paragraph>
      <Paragraph>If this was you, there is nothing to do. If it was not, reset your password now{head.supportEmail === null ? '' : ` and write to ${head.supportEmail}`}.</Paragraph>
      <Action href={head.appUrl}>Go to your account</Action>
    </>
  ),
};

export const changeEmail: Template<'change_email'> = {
  subject: (_data, head) => `Confirm your new e-mail address for ${head.businessName}`,
  preview: () => 'One click, and letters and sign-ins go by this address.',
  body: (data, extras, head) => (
    <>
      <Title>Confirm your new e-mail address</Title>
      <Paragraph>Hello {data.name}, you asked to use this address for your account at {head.businessName}. Until you confirm it, the old one stays.</Paragraph>
      <Action href={linkOf(extras)}>Use this address</Action>
      <PlainLink href={linkOf(extras)} />
      <Aside>The link works once, for {within(data.expires_in_minutes)}. If you did not ask for this, ignore this letter and nothing will happen.</Aside>
    </>
  ),
};

const CHANGES: Readonly<Record<SecurityChange, { readonly title: string; readonly what: string }>> = {
  two_factor_on: { title: 'Signing in takes two steps now', what: 'Two-factor sign-in was switched on, and every other device was signed out' },
  two_factor_off: { title: 'Two-factor sign-in was switched off', what: 'Two-factor sign-in was switched off: the password alone opens your account again' },
  recovery_code_used: { title: 'A recovery code was used', what: 'Somebody signed in to your account with one of your recovery codes' },
  email_change_asked: { title: 'Somebody wants to change your e-mail address', what: 'Somebody who is signed in to your account asked to use another e-mail address. It counts once it is confirmed there' },
  email_changed: { title: 'Your e-mail address was changed', what: 'Your account uses another e-mail address now, and this one no longer opens it' },
};

export const securityNotice: Template<'security_notice'> = {
  subject: (data, head) => `${CHANGES[data.change].title} (${head.businessName})`,
  preview: () => 'If this was you, there is nothing to do.',
  body: (data, _extras, head) => (
    <>
      <Title>{CHANGES[data.change].title}</Title>
      <Paragraph>Hello {data.name}, on {instant(data.changed_at, head.timeZone)}: {CHANGES[data.change].what}.</Paragraph>
      <Paragraph>If this was you, there is nothing to do. If it was not, change your password now{head.supportEmail === null ? '' : ` and write to ${head.supportEmail}`}.</Paragraph>
      <Action href={head.appUrl}>Go to your account</Action>
    </>
  ),
};

export const takenAddress: Template<'taken_address'> = {
  subject: (_data, head) => `You already have an account at ${head.businessName}`,
  preview: () => 'Somebody tried to sign up with your address.',
  body: (data, _extras, head) => (
    <>
      <Title>You already have an account</Title>
      <Paragraph>Hello {data.name}, somebody tried to sign up at {head.businessName} with this address, which belongs to your account. Nothing was changed.</Paragraph>
      <Paragraph>If it was you, sign in instead. If you forgot your password, you can choose a new one there.</Paragraph>
      <Action href={head.appUrl}>Sign in</Action>
      <Aside>If it was not you, you need not do anything.</Aside>
    </>
  ),
};
