import { type Clock, instant } from '../shared/clock.ts';
import { newId } from '../shared/ids.ts';
import { type CapturedMessage, WireEmail, WireTextMessage } from './mail.wire.ts';
import { deliveryMark, type MailBehaviour } from './mail-behaviours.ts';
import { type MailTags, reportOf } from './mail-report.ts';

export interface MailDeskPorts {
  readonly clock: Clock;
  readonly mailbox: { keep(message: CapturedMessage): Promise<void> };
  /** Where the reports of SES go, if the mail names a set of options that publishes them. */
  readonly reports: { publish(report: unknown): Promise<void> };
  readonly scenarios: { next(counterparty: 'mail' | 'sms', to: string): Promise<MailBehaviour | undefined> };
  readonly wait: (ms: number) => Promise<void>;
}

export interface MailRequest {
  readonly service: 'ses' | 'sms-voice';
  /** The signature of an AWS request (SigV4): whose it is is not checked, that it is for this service is. */
  readonly authorization: string | undefined;
  /** The operation of a JSON 1.0 protocol. */
  readonly target?: string | undefined;
  readonly body: string;
}

export interface MailAnswer {
  readonly status: number;
  readonly body: string;
}

/** Later than anybody waits: our own adapters give up after five seconds. */
const lateMs = 6000;

interface Draft extends Pick<CapturedMessage, 'merchantId' | 'channel' | 'to' | 'subject' | 'text' | 'html'> {
  /** Present where reports are asked for. */
  readonly tags?: MailTags | undefined;
}

/** The emulated Amazon SES and AWS End User Messaging: takes messages, keeps them, and can be made to fail. */
export async function answerAsMail(ports: MailDeskPorts, request: MailRequest): Promise<MailAnswer> {
  const { service, authorization, target, body } = request;
  const scope = `/${service}/aws4_request`;
  if (!authorization?.startsWith('AWS4-HMAC-SHA256 ') || !authorization.includes(scope)) {
    return refused(403, 'AccessDeniedException', 'The request is not signed for this service.');
  }
  if (service === 'sms-voice' && target !== 'PinpointSMSVoiceV2.SendTextMessage') {
    return refused(400, 'UnknownOperationException', 'Only SendTextMessage is emulated.');
  }
  const draft = service === 'ses' ? emailIn(body) : textIn(body);
  if (!draft) {
    const name = service === 'ses' ? 'BadRequestException' : 'ValidationException';
    return refused(400, name, 'The message is not valid.');
  }
  const counterparty = service === 'ses' ? 'mail' : 'sms';
  const behaviour = (await ports.scenarios.next(counterparty, draft.to)) ?? deliveryMark(draft.channel, draft.to);
  return behave(ports, behaviour, draft);
}

async function behave(ports: MailDeskPorts, behaviour: MailBehaviour, draft: Draft): Promise<MailAnswer> {
  const isEmail = draft.channel === 'email';
  switch (behaviour) {
    case 'throttle':
      return refused(429, isEmail ? 'TooManyRequestsException' : 'ThrottlingException', 'Too many requests.');
    case 'error':
      return refused(500, 'InternalServerException', 'Something broke.');
    case 'misconfigured':
      return isEmail
        ? refused(400, 'MailFromDomainNotVerifiedException', 'The MAIL FROM domain is not verified.')
        : refused(400, 'ConflictException', 'No origination identity.', 'NO_ORIGINATION_IDENTITIES_FOUND');
    case 'reject':
      return isEmail
        ? refused(400, 'MessageRejected', 'The address takes no mail.')
        : refused(400, 'ConflictException', 'The number has opted out.', 'DESTINATION_PHONE_NUMBER_OPTED_OUT');
    case 'silent':
      await ports.wait(lateMs);
      return refused(500, 'InternalServerException', 'Too late.');
    case 'timeout':
    case 'malformed':
    case 'bounce':
    case 'complain':
    case 'deliver':
      return await taken(ports, behaviour, draft);
  }
}

async function taken(ports: MailDeskPorts, behaviour: MailBehaviour, draft: Draft): Promise<MailAnswer> {
  const { tags, ...given } = draft;
  const message: CapturedMessage = { ...given, id: newId('cap', ports.clock), sentAt: instant(ports.clock) };
  await ports.mailbox.keep(message);
  const isReported = behaviour === 'bounce' || behaviour === 'complain';
  if (tags && isReported) await ports.reports.publish(reportOf(behaviour, message, tags));
  if (behaviour === 'timeout') await ports.wait(lateMs);
  if (behaviour === 'malformed') return { status: 200, body: '<html>sent' };
  return { status: 200, body: JSON.stringify({ MessageId: message.id }) };
}

function emailIn(body: string): Draft | undefined {
  const mail = WireEmail.safeParse(jsonIn(body));
  const to = mail.data?.Destination.ToAddresses[0];
  if (!mail.success || to === undefined) return undefined;
  const { Content, EmailTags, ConfigurationSetName } = mail.data;
  const { Subject, Body } = Content.Simple;
  const tags: MailTags = Object.fromEntries(EmailTags.map(({ Name, Value }) => [Name, [Value]]));
  return {
    merchantId: tags.merchant?.[0] ?? '',
    channel: 'email',
    to,
    subject: Subject.Data,
    text: Body.Text.Data,
    html: Body.Html.Data,
    tags: ConfigurationSetName === undefined ? undefined : tags,
  };
}

function textIn(body: string): Draft | undefined {
  const message = WireTextMessage.safeParse(jsonIn(body));
  if (!message.success) return undefined;
  const { DestinationPhoneNumber: to, MessageBody: text, Context } = message.data;
  return { merchantId: Context.merchant ?? '', channel: 'sms', to, subject: '', text, html: '' };
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // answered with 400
  }
}

/** As AWS writes an error in its JSON protocols: the name in `__type`, what is behind it in `Reason`. */
const refused = (status: number, name: string, message: string, Reason?: string): MailAnswer => ({
  status,
  body: JSON.stringify({ __type: name, message, Message: message, ...(Reason === undefined ? {} : { Reason }) }),
});
