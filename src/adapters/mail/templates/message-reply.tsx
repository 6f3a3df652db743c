import { Action, Paragraph, Title } from './parts.js';
import type { Template } from './template.js';

export const messageReply: Template<'message_reply'> = {
  subject: (data) => `Re: ${data.subject}`,
  preview: (data) => `${data.staff_name} has answered you.`,
  body: (data, _extras, head) => (
    <>
      <Title>{data.staff_name} has answered you</Title>
      <Paragraph>Hello {data.name}, about “{data.subject}”:</Paragraph>
      {data.reply_text.split(/\n{2,}/).map((paragraph, index) => <Paragraph key={index}><Lines text={paragraph} /></Paragraph>)}
      <Action href={head.appUrl}>Open the portal</Action>
    </>
  ),
};

function Lines({ text }: { text: string }) {
  return text.split('\n').map((line, index) => <span key={index}>{index > 0 && <br />}{line}</span>);
}
