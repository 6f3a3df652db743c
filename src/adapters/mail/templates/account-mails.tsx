import type { MailExtras } from '../../../core/ports/letters.js';
import { present } from '../../../kernel/assert.js';
import { Action, Aside, Code, Paragraph, PlainLink, Title } from './parts.js';
import type { Template } from './template.js';
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

function linkOf(extras: MailExtras): string {
  return present(extras.link, 'this letter needs a link');
}
