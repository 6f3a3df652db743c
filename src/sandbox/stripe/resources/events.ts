import { paramsOf, type Answer, type Call, type Route } from '../call.js';
import { noSuch } from '../failure.js';
import { createdIn, listFields, pageOf, paging } from '../page.js';
import { bool, expandable, listOf, range, text } from '../params.js';
import type { EventNote } from '../entries.js';
import { eventView } from '../webhooks/event-view.js';

function retrieve(call: Call): Answer {
  paramsOf(call, expandable);
  const id = call.ids[0] ?? '';
  const note = call.state.events[call.state.eventPlaces.get(id) ?? -1];
  if (!note) throw noSuch('event', id, 'id');
  return { fields: eventView(call.state, note, call.version, call.base) };
}

function list(call: Call): Answer {
  const params = paramsOf(call, { ...paging, created: range, type: text(), types: listOf(text()), delivery_success: bool });
  const types = params.types ?? (params.type ? [params.type] : []);
  const page = pageOf(ofTypes(createdIn(newestFirst(call.state.events), params.created), types), params);
  const data = page.rows.map((note) => eventView(call.state, note, call.version, call.base));
  return { fields: listFields(call, data, page.more, '/v1/events', params) };
}

function* newestFirst(events: EventNote[]): Iterable<EventNote> {
  for (let place = events.length - 1; place >= 0; place--) {
    const event = events[place];
    if (event) yield event;
  }
}

function* ofTypes(events: Iterable<EventNote>, types: string[]): Iterable<EventNote> {
  for (const event of events) {
    if (types.length === 0 || types.some((type) => type === event.type || (type.endsWith('*') && event.type.startsWith(type.slice(0, -1))))) yield event;
  }
}

export const eventRoutes: Route[] = [
  { method: 'GET', path: 'events', run: list },
  { method: 'GET', path: 'events/:', run: retrieve },
];
