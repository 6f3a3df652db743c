import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { ANON_KEY } from '../../src/apis/supabase-auth/index.js';
import type { Paydesk } from './start-paydesk.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * A page of somebody’s own shop at the product’s origin: the real supabase-js, keeping its session in cookies as
 * Supabase’s packages for servers do, and a `Stripe` that hands its card to the sandbox.
 */
const SHOP = `
  import { createClient } from '@supabase/supabase-js';
  const LARGEST = 3180;
  const pieces = (key) => document.cookie.split('; ').map((pair) => pair.split('=')).filter(([name]) => name === key || name.startsWith(key + '.'));
  const storage = {
    getItem(key) {
      const text = pieces(key).sort(([a], [b]) => Number(a.split('.')[1]) - Number(b.split('.')[1])).map(([, value]) => value).join('');
      return text === '' ? null : new TextDecoder().decode(Uint8Array.from(atob(text.slice(7).replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0)));
    },
    setItem(key, value) {
      storage.removeItem(key);
      const bytes = Array.from(new TextEncoder().encode(value), (byte) => String.fromCharCode(byte)).join('');
      const text = 'base64-' + btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
      for (let i = 0; i * LARGEST < text.length; i++) document.cookie = key + '.' + i + '=' + text.slice(i * LARGEST, (i + 1) * LARGEST) + '; path=/; samesite=lax';
    },
    removeItem(key) {
      for (const [name] of pieces(key)) document.cookie = name + '=; path=/; max-age=0';
    },
  };
  window.openShop = ({ stripe, anonKey }) => {
    window.supabase = createClient(location.origin, anonKey, { auth: { storage } });
    window.cardElement = { number: '4242424242424242' };
    window.Stripe = (key) => ({
      async confirmCardPayment(secret, { payment_method: { card } }) {
        const answer = await fetch(stripe + '/v1/payment_intents/' + secret.split('_secret_')[0] + '/confirm', {
          method: 'POST',
          body: new URLSearchParams({
            key, client_secret: secret, return_url: location.href, 'payment_method_data[type]': 'card', 'payment_method_data[card][number]': card.number,
            'payment_method_data[card][exp_month]': '12', 'payment_method_data[card][exp_year]': '2034', 'payment_method_data[card][cvc]': '123',
          }),
        });
        const body = await answer.json();
        return answer.ok ? { paymentIntent: body } : { error: body.error };
      },
    });
  };`;

export async function openPayerPage(page: Page, paydesk: Paydesk): Promise<void> {
  const bundle = await build({ stdin: { contents: SHOP, resolveDir: ROOT }, bundle: true, write: false, format: 'iife', platform: 'browser', target: 'es2022', logLevel: 'silent' });
  const address = `${paydesk.url}/somebodys-shop`;
  // A page that the test answers comes from nowhere, and browsers let such pages into this machine only when asked.
  await page.context().grantPermissions(['local-network-access'], { origin: paydesk.url });
  await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><html lang="en"><title>Shop</title>' }));
  await page.goto(address);
  await page.addScriptTag({ content: bundle.outputFiles[0]!.text });
  await page.evaluate(`openShop(${JSON.stringify({ stripe: paydesk.stripe, anonKey: ANON_KEY })})`);
}
