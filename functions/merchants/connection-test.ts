import { identityOf } from '../buyers/company.ts';
import type { Answer } from '../shared/answer.ts';
import { type FieldError, portable, Refusal } from '../shared/refusal.ts';
import { type Claims, readCertificate, signCertificate } from './connection-certificate.ts';
import type { PassConnectionTest } from './merchant.contract.ts';
import { refuseMerchant } from './merchant.refusals.ts';
import { assertState, type Merchant, moveMerchant } from './merchant.ts';
import { type MerchantPorts, type OperatorRequest, onMerchant } from './merchant-ports.ts';

/** The latest that a merchant's own system did with its key: nobody else can register its buyers or place its orders. */
export interface FirstCalls {
  readonly buyerId?: string | undefined;
  readonly orderId?: string | undefined;
  readonly confirmed?: { readonly orderId: string; readonly buyerId: string; readonly at: string } | undefined;
}

export interface ConnectionTestPorts extends MerchantPorts {
  readonly calls: { of(merchantId: string): Promise<FirstCalls> };
  /** The same in the sandbox, which signs certificates, and in production, which believes them. */
  readonly certificateSecret: () => Promise<string>;
}

/**
 * Records a passed connection test. Nobody ticks it off: it is read from what the merchant's system did here, or from the
 * certificate that the sandbox gave for what it did there.
 */
export const passConnectionTest = (
  ports: ConnectionTestPorts,
  merchantId: string,
  { certificate }: PassConnectionTest,
  request: OperatorRequest,
): Promise<Answer> =>
  onMerchant(ports, merchantId, request, async (merchant, at) => {
    assertState(merchant, 'a connection test', 'approved', 'sandbox_issued');
    const secret = await ports.certificateSecret();
    if (certificate !== undefined)
      return { merchant: passed(merchant, at, claimed(merchant, certificate, secret), certificate) };
    assertState(merchant, 'a connection test without a certificate', 'sandbox_issued');
    const confirmed = confirmedCall(await ports.calls.of(merchantId));
    const claims = { ...confirmed, companyId: companyOf(merchant), passedAt: at };
    return { merchant: passed(merchant, at, claims, signCertificate(secret, claims)) };
  });

const companyOf = ({ company, merchantId }: Merchant): string => (company ? identityOf(company).companyId : merchantId);

function claimed(merchant: Merchant, certificate: string, secret: string): Claims {
  const claims = readCertificate(secret, certificate);
  if (claims?.companyId === companyOf(merchant)) return claims;
  const detail = claims ? 'It was given to another company.' : 'It was not signed by our sandbox.';
  throw refuseMerchant('ConnectionCertificateInvalid', detail);
}

function confirmedCall({ buyerId, orderId, confirmed }: FirstCalls): Omit<Claims, 'companyId' | 'passedAt'> {
  if (confirmed) return { buyerId: confirmed.buyerId, orderId: confirmed.orderId, confirmedAt: confirmed.at };
  const errors: FieldError[] = [
    ...(buyerId === undefined ? [notCalled('buyer_registered', 'No buyer has been registered: POST /v1/buyers.')] : []),
    ...(orderId === undefined ? [notCalled('order_authorized', 'No order has been placed: POST /v1/orders.')] : []),
    notCalled('order_confirmed', 'No shipment has been confirmed: POST /v1/orders/{orderId}/confirmations.'),
  ];
  const detail = `Not seen yet: ${errors.map(({ code }) => code).join(', ')}.`;
  throw new Refusal({ ...portable(refuseMerchant('ConnectionTestIncomplete', detail)), errors });
}

const notCalled = (code: string, message: string): FieldError => ({ pointer: `/calls/${code}`, code, message });

/** With a certificate the test credentials were issued elsewhere: the states are walked here all the same. */
function passed(merchant: Merchant, at: string, { companyId: _, ...claims }: Claims, certificate: string): Merchant {
  const issued = merchant.state === 'approved' ? moveMerchant(merchant, 'sandbox_issued', at, 'certified') : merchant;
  const tested = moveMerchant(issued, 'connection_test', at, 'calls_seen');
  return { ...tested, version: merchant.version + 1, connectionTest: { ...claims, certificate } };
}
