import { describe, expect, test } from 'vitest';
import { resources, templates } from './assembly.ts';
import { functions, grants } from './grants.ts';

const ofMessages = ['MailIdentity', 'SenderName', 'SenderAddress', 'SenderContact', 'TextOriginationArn'];
const parameters = (stage: 'sandbox' | 'production') =>
  Object.keys(templates(stage).get('TegataPayments')?.Parameters ?? {});
const sending = (stage: 'sandbox' | 'production') =>
  grants(stage).filter(({ actions }) => actions.some((action) => /^(?:ses|sms-voice):/.test(action)));

describe('in production', () => {
  test('whoever deploys has to say who messages come from', () => {
    expect(parameters('production')).toEqual(expect.arrayContaining(ofMessages));
  });

  test('one function may send, as our own sender and as nobody else', () => {
    expect(sending('production').map(({ role, actions }) => [role.includes('SendMessagesJob'), actions])).toEqual([
      [true, ['ses:SendEmail']],
      [true, ['sms-voice:SendTextMessage']],
    ]);
    const on = sending('production').flatMap((grant) => grant.on);
    expect(on.filter((resource) => !/:identity\/|:configuration-set\/|TextOriginationArn/.test(resource))).toEqual([]);
  });

  test('no function is pointed at another address than that of the region', () => {
    const pointed = functions('production').filter(({ properties }) =>
      Object.keys(properties.Environment.Variables).some((name) => /^(?:MAIL|SMS)_ENDPOINT$/.test(name)),
    );
    expect(pointed).toEqual([]);
  });

  test('bounces and complaints are reported', () => {
    const destinations = resources<{ EventDestination: { Enabled: boolean; MatchingEventTypes: string[] } }>(
      'production',
      'AWS::SES::ConfigurationSetEventDestination',
    ).map(({ properties }) => properties.EventDestination);
    expect(destinations).toMatchObject([{ Enabled: true, MatchingEventTypes: ['bounce', 'complaint'] }]);
  });
});

describe('in the sandbox', () => {
  test('nothing can be sent to anybody: no right to send, no set of options, no sender to name', () => {
    expect(sending('sandbox')).toEqual([]);
    expect(resources('sandbox', 'AWS::SES::ConfigurationSet')).toEqual([]);
    expect(parameters('sandbox').filter((name) => ofMessages.includes(name))).toEqual([]);
  });
});
