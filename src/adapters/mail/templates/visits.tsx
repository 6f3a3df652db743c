import type { Letterhead, VisitText } from '../../../core/ports/letters.js';
import { Action, Aside, Facts, Paragraph, Title } from './parts.js';
import type { Template } from './template.js';
import { hoursAhead, instant } from './words.js';

export const appointmentConfirmed: Template<'appointment_confirmed'> = {
  subject: (data, head) => `Your visit on ${instant(data.starts_at, head.timeZone)}`,
  preview: (data) => `${data.services.join(', ')}: it is in our calendar.`,
  body: (data, _extras, head) => (
    <>
      <Title>Your visit is booked</Title>
      <Paragraph>Hello {data.name}, we look forward to seeing you.</Paragraph>
      <Visit visit={data} head={head} />
    </>
  ),
};

export const appointmentReminder: Template<'appointment_reminder'> = {
  subject: (data, head) => `Reminder: your visit on ${instant(data.starts_at, head.timeZone)}`,
  preview: (data) => `${data.services.join(', ')} ${hoursAhead(data.hours_until)}.`,
  body: (data, _extras, head) => (
    <>
      <Title>Your visit is {hoursAhead(data.hours_until)}</Title>
      <Paragraph>Hello {data.name}, this is a reminder of your visit.</Paragraph>
      <Visit visit={data} head={head} />
    </>
  ),
};

function Visit({ visit, head }: { visit: VisitText; head: Letterhead }) {
  return (
    <>
      <Facts
        facts={[
          { name: 'When', value: instant(visit.starts_at, head.timeZone), strong: true },
          { name: visit.services.length > 1 ? 'Services' : 'Service', value: visit.services.join(', ') },
          ...(visit.address === null ? [] : [{ name: 'Where', value: visit.address }]),
        ]}
      />
      <Action href={`${head.appUrl}/appointments`}>View your appointments</Action>
      <Aside>Does the time not suit you? You can cancel there.</Aside>
    </>
  );
}
