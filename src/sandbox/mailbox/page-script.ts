/** What the inbox does in the browser. Texts are only ever set as text, never as HTML. */
export const INBOX_SCRIPT = `
const PAGE = 100
const $ = (id) => document.getElementById(id)
const state = { shown: [], open: null, view: 'html', total: -1, top: '' }

const make = (tag, props, ...children) => {
  const node = Object.assign(document.createElement(tag), props)
  node.append(...children)
  return node
}

const timeOf = (iso) => {
  const date = new Date(iso)
  const today = date.toDateString() === new Date().toDateString()
  return date.toLocaleString([], today ? { hour: '2-digit', minute: '2-digit' } : { month: 'short', day: 'numeric' })
}

const again = (mail) => mail.deliveries > 1 ? [make('span', { className: 'again', textContent: 'arrived ' + mail.deliveries + '×' })] : []

function item(mail) {
  const button = make('button', { type: 'button', onclick: () => open(mail.id) },
    make('span', { className: 'row' }, make('span', { className: 'to', textContent: 'To ' + mail.to.join(', ') }), make('span', { className: 'time', textContent: timeOf(mail.date) })),
    make('span', { className: 'subject', textContent: mail.subject || '(no subject)' }),
    make('span', { className: 'snippet', textContent: mail.snippet || ' ' }), ...again(mail))
  button.dataset.id = mail.id
  if (state.open && state.open.id === mail.id) button.setAttribute('aria-current', 'true')
  return make('li', {}, button)
}

function empty(title, text) {
  const box = make('div', { className: 'empty' })
  const mark = document.querySelector('header svg').cloneNode(true)
  mark.setAttribute('width', '44'); mark.setAttribute('height', '44')
  box.append(mark, make('strong', { textContent: title }), make('span', { textContent: text }))
  return box
}

function drawList() {
  const searching = $('search').value.trim() !== ''
  $('list').replaceChildren(...state.shown.map(item))
  $('more').hidden = state.shown.length >= state.total
  $('count').replaceChildren(String(state.total), make('span', { className: 'word', textContent: state.total === 1 ? ' message' : ' messages' }))
  if (state.total === 0) $('list').replaceChildren(make('li', {}, searching ? empty('No match', 'Try fewer or other words.') : empty('No mail yet', 'Messages appear here as they are sent.')))
}

async function load(offset) {
  const query = new URLSearchParams({ brief: '1', limit: String(PAGE), offset: String(offset) })
  const search = $('search').value.trim()
  if (search) query.set('search', search)
  const [mails, counted] = await Promise.all([fetch('/messages?' + query), fetch('/messages/count' + (search ? '?search=' + encodeURIComponent(search) : ''))])
  const page = await mails.json()
  const total = (await counted.json()).count
  const top = page.length ? page[0].id : ''
  if (offset === 0 && total === state.total && top === state.top && search === state.search) return
  Object.assign(state, { total, search, top: offset === 0 ? top : state.top })
  state.shown = offset === 0 ? page : state.shown.concat(page)
  drawList()
}

async function open(id) {
  const answer = await fetch('/messages/' + id)
  if (!answer.ok) return
  state.open = await answer.json()
  state.view = state.open.html ? 'html' : 'text'
  $('app').classList.add('reading')
  for (const button of document.querySelectorAll('#list button')) {
    if (button.dataset.id === id) button.setAttribute('aria-current', 'true')
    else button.removeAttribute('aria-current')
  }
  drawMessage()
}

function tab(view, label) {
  const button = make('button', { type: 'button', className: 'plain', textContent: label, onclick: () => { state.view = view; drawMessage() } })
  button.setAttribute('aria-pressed', String(state.view === view))
  return button
}

function field(name, value) {
  return [make('dt', { textContent: name }), make('dd', { textContent: value })]
}

function body(mail) {
  if (state.view === 'text') return make('pre', { tabIndex: 0, textContent: mail.text || '(no text part)' })
  if (state.view === 'headers') return make('pre', { tabIndex: 0, textContent: Object.entries(mail.headers).map(([name, value]) => name + ': ' + value).join('\\n') })
  const frame = make('iframe', { title: 'Message', src: '/messages/' + mail.id + '/html' })
  frame.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox')
  return frame
}

function drawMessage() {
  const mail = state.open
  if (!mail) return $('preview').replaceChildren(empty('Nothing selected', 'Choose a message to read it.'))
  const attached = mail.attachments.length ? field('Attached', mail.attachments.map((file) => file.filename + ' (' + Math.ceil(file.size / 1024) + ' KB)').join(', ')) : []
  const head = make('div', { className: 'head' },
    make('button', { type: 'button', id: 'back', className: 'plain', textContent: '‹ All messages', onclick: back }),
    make('h1', { textContent: mail.subject || '(no subject)' }),
    make('dl', {}, ...field('From', mail.from), ...field('To', mail.to.join(', ')), ...field('Arrived', new Date(mail.date).toLocaleString()), ...attached),
    make('div', { className: 'tabs' }, ...(mail.html ? [tab('html', 'Message')] : []), tab('text', 'Text'), tab('headers', 'Headers'), ...again(mail)))
  $('preview').replaceChildren(head, body(mail))
}

function back() {
  $('app').classList.remove('reading')
  const current = document.querySelector('#list [aria-current]')
  if (current) current.focus()
}

async function clear() {
  if (!confirm('Delete all messages?')) return
  await fetch('/messages', { method: 'DELETE' })
  state.open = null
  state.total = -1
  drawMessage()
  await load(0)
}

let typing
$('search').addEventListener('input', () => { clearTimeout(typing); typing = setTimeout(() => load(0), 150) })
$('more').addEventListener('click', () => load(state.shown.length))
$('clear').addEventListener('click', clear)
setInterval(() => { if (!document.hidden && state.shown.length <= PAGE) load(0) }, 2000)
drawMessage()
load(0)
`;
