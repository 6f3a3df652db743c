import nodemailer from 'nodemailer';

/** Connects and signs in as for a letter, and sends none. Throws what the server, or the network, has against it. */
export async function checkMailServer(url: string): Promise<void> {
  const transport = nodemailer.createTransport({ url, connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 5_000 });
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}
