/** The same address, spelled otherwise. */
export interface Variant {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** It means the same, so it must be answered the same. All others may also not exist. */
  readonly same: boolean;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Other spellings of a call that must not open a door which the plain one finds shut. */
export function variantsOf(method: string, address: string): Variant[] {
  const [path = '', query = ''] = address.split('?');
  const search = query === '' ? '' : `?${query}`;
  const at = path.indexOf('/', 1) > 0 ? path.indexOf('/', 1) : path.length;
  const last = path.lastIndexOf('/');
  const spelled = (name: string, other: string, same = false): Variant => ({ name, method, path: other + search, same });
  return [
    ...(method === 'GET' ? [{ name: 'HEAD', method: 'HEAD', path: address, same: true }] : [{ name: 'HEAD', method: 'HEAD', path: address, same: false }]),
    { name: 'OPTIONS', method: 'OPTIONS', path: address, same: false },
    { name: 'TRACE', method: 'TRACE', path: address, same: false },
    ...METHODS.filter((other) => other !== method).flatMap((other): Variant[] => [
      { name: `${other} that says it is ${method}`, method: other, path: address, headers: { 'x-http-method-override': method, 'x-http-method': method, 'x-method-override': method }, same: false },
      { name: `${other} with _method`, method: other, path: `${address}${search === '' ? '?' : '&'}_method=${method}`, same: false },
    ]),
    { name: 'another query', method, path: `${address}${search === '' ? '?' : '&'}debug=true&admin=1&role=admin`, same: true },
    { name: 'forwarded to elsewhere', method, path: address, headers: { 'x-original-url': '/livez', 'x-rewrite-url': '/livez', 'x-forwarded-prefix': '/app', 'x-forwarded-for': '127.0.0.1' }, same: true },
    spelled('a slash at the end', `${path}/`), spelled('two slashes at the end', `${path}//`), spelled('two slashes at the start', `/${path}`),
    spelled('two slashes inside', `${path.slice(0, at)}/${path.slice(at)}`), spelled('capitals', path.toUpperCase()), spelled('one capital', path.slice(0, last + 1) + path.slice(last + 1, last + 2).toUpperCase() + path.slice(last + 2)),
    spelled('%2f', `${path.slice(0, last)}%2f${path.slice(last + 1)}`), spelled('%2F at the start', `/%2F${path.slice(1)}`), spelled('%5c', `${path.slice(0, last)}%5c${path.slice(last + 1)}`),
    spelled('..;/', `/livez/..;${path}`), spelled('..;/ inside', `${path.slice(0, last)}/..;${path.slice(last)}`), spelled('../', `/livez/..${path}`), spelled('%2e%2e', `/livez/%2e%2e${path}`), spelled('./', `/.${path}`),
    spelled(';', `${path};x=1`), spelled('%00', `${path}%00`), spelled('%20', `${path}%20`), spelled('%0a', `${path}%0a`), spelled('.json', `${path}.json`), spelled('a dot', `${path}.`), spelled('#', `${path}%23`), spelled('%3f', `${path}%3fx=1`),
    spelled('a letter in %', path.slice(0, last + 1) + percent(path.slice(last + 1, last + 2)) + path.slice(last + 2), true), spelled('doubly in %', path.slice(0, last + 1) + percent(path.slice(last + 1, last + 2)).replace('%', '%25') + path.slice(last + 2)),
  ].filter((variant) => variant.path.startsWith('/') && (variant.path !== address || variant.method !== method || variant.headers !== undefined));
}

function percent(letter: string): string {
  return letter === '' || letter === '%' ? letter : `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
