import { describe, expect, test } from 'vitest';
import { readCertificate, signCertificate } from '../../../functions/merchants/connection-certificate.ts';

const claims = {
  companyId: 'com_1',
  buyerId: 'buy_1',
  orderId: 'ord_1',
  confirmedAt: '2026-11-01T00:00:00.000Z',
  passedAt: '2026-11-02T00:00:00.000Z',
};
const certificate = signCertificate('secret', claims);

describe('the certificate of a connection test', () => {
  test('is believed where the secret is the same', () => {
    expect(readCertificate('secret', certificate)).toEqual(claims);
  });

  test.for([
    ['another secret', () => readCertificate('another', certificate)],
    ['another company', () => readCertificate('secret', forged())],
    ['another version', () => readCertificate('secret', certificate.replace('ct1', 'ct2'))],
    ['something behind it', () => readCertificate('secret', `${certificate}.x`)],
    ['no signature', () => readCertificate('secret', certificate.split('.').slice(0, 2).join('.'))],
    ['no certificate at all', () => readCertificate('secret', 'passed')],
  ] as const)('is not believed with %s', ([, read]) => {
    expect(read()).toBeUndefined();
  });
});

function forged(): string {
  const [head, , mac] = certificate.split('.');
  const payload = Buffer.from(JSON.stringify({ ...claims, companyId: 'com_2' })).toString('base64url');
  return [head, payload, mac].join('.');
}
