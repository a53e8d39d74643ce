import { z } from 'zod';
import type { Channel } from './channels/channel.ts';
import { mailChannel } from './channels/mail-channel.ts';
import { webhookChannel } from './channels/webhook-channel.ts';

const url = (...protocols: readonly string[]) =>
  z
    .string()
    .refine((text) => protocols.includes(URL.parse(text)?.protocol ?? ''), `must be an address that begins with ${protocols.map((each) => `${each}//`).join(' or ')}`); // prettier-ignore

const address = z.string().regex(/^[^\r\n]{3,1000}$/, 'must be an address of mail');

/** What human-notifier reads from its environment besides what every service does. */
export const notifierSettings = z
  .object({
    NOTIFY_WEBHOOK_URL: url('http:', 'https:').optional(),
    NOTIFY_WEBHOOK_SECRET: z.string().min(16, 'must have 16 characters or more').optional(),
    NOTIFY_SMTP_URL: url('smtp:', 'smtps:').optional(),
    NOTIFY_MAIL_FROM: address.optional(),
    NOTIFY_MAIL_TO: address.optional(),
  })
  .refine(
    ({ NOTIFY_SMTP_URL: smtp, NOTIFY_MAIL_FROM: from, NOTIFY_MAIL_TO: to }) =>
      smtp === undefined || (from !== undefined && to !== undefined),
    { path: ['NOTIFY_SMTP_URL'], message: 'needs NOTIFY_MAIL_FROM and NOTIFY_MAIL_TO' },
  );

/** The channels that the environment names. */
export const channelsOf = (settings: z.infer<typeof notifierSettings>): readonly Channel[] => {
  const { NOTIFY_WEBHOOK_URL: hook, NOTIFY_WEBHOOK_SECRET: secret } = settings;
  const { NOTIFY_SMTP_URL: smtp, NOTIFY_MAIL_FROM: from, NOTIFY_MAIL_TO: to } = settings;
  return [
    ...(hook === undefined ? [] : [webhookChannel({ url: hook, ...(secret !== undefined && { secret }) })]),
    ...(smtp === undefined || from === undefined || to === undefined ? [] : [mailChannel({ url: smtp, from, to })]),
  ];
};
