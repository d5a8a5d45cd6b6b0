import { identityOf } from '../../functions/buyers/company.ts';
import { apiKeyStore } from '../../functions/merchants/api-key.store.ts';
import { type ApiKeyPorts, issueApiKey } from '../../functions/merchants/api-keys.ts';
import { ApplyAsMerchant } from '../../functions/merchants/application.contract.ts';
import { applyAsMerchant } from '../../functions/merchants/apply.ts';
import { listConnections } from '../../functions/merchants/connection.store.ts';
import { signCertificate } from '../../functions/merchants/connection-certificate.ts';
import { type ConnectionTestPorts, passConnectionTest } from '../../functions/merchants/connection-test.ts';
import type { ConnectionPorts } from '../../functions/merchants/connections.ts';
import { decideDocument, receiveDocument, submitApplication } from '../../functions/merchants/documents.ts';
import type { DecideProposal } from '../../functions/merchants/merchant.contract.ts';
import type { MerchantResource } from '../../functions/merchants/merchant.resource.contract.ts';
import { firstCalls, merchantStore } from '../../functions/merchants/merchant.store.ts';
import type { OperatorRequest } from '../../functions/merchants/merchant-ports.ts';
import { merchantSearches } from '../../functions/merchants/merchant-search.store.ts';
import { type MethodContractPorts, moveContract, requestContract } from '../../functions/merchants/method-contracts.ts';
import { openOrders } from '../../functions/merchants/open-orders.store.ts';
import type { ProposedAction } from '../../functions/merchants/proposal.ts';
import { decideProposal, type ProposalPorts, proposeAction } from '../../functions/merchants/proposals.ts';
import type { ReadMerchantPorts } from '../../functions/merchants/read-merchants.ts';
import { type ScreenPorts, screenMerchant } from '../../functions/merchants/screen-merchant.ts';
import { indexSanctionsList, matchSubject } from '../../functions/screening/match.ts';
import { syntheticList } from '../../functions/screening/synthetic-list.ts';
import { businessDate } from '../../functions/shared/clock.ts';
import { sealedOnce } from '../../functions/shared/sealed-once.ts';
import { openVault } from '../../functions/shared/vault.ts';
import { bodyOf, once } from './buyers.ts';
import type { TestTables } from './dynamodb.ts';
import { keyService } from './key-service.ts';
import { type AboutMerchant, aDocument, anApplication, type IssuedKey } from './merchants.ts';

/** A request of an operator, under a key of its own. */
export const by = (operator: string): OperatorRequest => ({ actor: { by: operator, requestId: 'req' }, once: once() });

/** Long enough where a name on a list was met. */
export const explanation = '登記簿の所在地と設立日が異なり、掲載された者とは別であることを確認した。';

type Ports = ReadMerchantPorts &
  ScreenPorts &
  ProposalPorts &
  ConnectionTestPorts &
  ApiKeyPorts &
  ConnectionPorts &
  MethodContractPorts;

/** The use cases of onboarding on tables of DynamoDB Local, with a clock that the test moves and a secret store in memory. */
export function onboardingWorld({ transactions }: TestTables, environment: 'test' | 'live' = 'test') {
  const time = { now: Date.parse('2026-11-02T00:00:00Z') };
  const clock = { now: () => time.now };
  const vault = openVault(keyService(), clock);
  const secrets = new Map<string, Readonly<Record<string, string>>>();
  const lists = { inForce: indexSanctionsList(syntheticList()) };
  const ports: Ports = {
    clock,
    vault,
    environment,
    merchants: merchantStore(transactions, sealedOnce(transactions, clock, vault)),
    keys: apiKeyStore(transactions, clock),
    connections: { of: (merchantId) => listConnections(transactions, merchantId) },
    searches: merchantSearches(transactions),
    orders: openOrders(transactions),
    lists: { match: (subject) => matchSubject(lists.inForce, subject) },
    calls: { of: (merchantId) => firstCalls(transactions, merchantId) },
    certificateSecret: async () => 'shared secret',
    secrets: {
      read: async ({ name, versionId }) => secrets.get(`${name} ${versionId}`) ?? {},
      keep: async (name, values, versionId) => {
        secrets.set(`${name} ${versionId}`, values);
        return { name, versionId };
      },
    },
  };
  const world = {
    ports,
    time,
    secrets,
    lists,
    propose: async (merchantId: string, action: ProposedAction, reason = '二名で確認した。'): Promise<string> => {
      const proposed = await proposeAction(ports, merchantId, { action, reason }, by('one'));
      return bodyOf<MerchantResource>(proposed).proposals.at(-1)?.id ?? '';
    },
    settle: async (merchantId: string, proposalId: string, outcome: DecideProposal['outcome'] = 'confirm') =>
      bodyOf<MerchantResource>(await decideProposal(ports, { merchantId, proposalId }, { outcome }, by('two'))),
    decide: async (merchantId: string, action: ProposedAction, outcome?: DecideProposal['outcome']) =>
      world.settle(merchantId, await world.propose(merchantId, action), outcome),
    approved: async (about?: AboutMerchant) => {
      const body = ApplyAsMerchant.parse(anApplication(about));
      const { id } = bodyOf<MerchantResource>(await applyAsMerchant(ports, body, by('one')));
      for (const kind of ['register_copy', 'seal_certificate', 'photo_id'] as const) {
        await receiveDocument(ports, id, aDocument(kind, businessDate(clock)), by('one'));
        await decideDocument(ports, { merchantId: id, kind }, { outcome: 'accept' }, by('one'));
      }
      await submitApplication(ports, id, by('one'));
      await screenMerchant(ports, id, by('one'));
      return world.settle(id, await world.propose(id, 'approve', explanation));
    },
    /** A merchant that has come as far as selling. */
    live: async () => world.goLive((await world.approved()).id),
    /** By a certificate of the sandbox. */
    goLive: async (id: string) => {
      const { company } = await ports.merchants.get(id);
      if (!company) throw new Error('it has no company');
      const { companyId } = identityOf(company);
      const certificate = signCertificate('shared secret', {
        companyId,
        buyerId: 'buy_1',
        orderId: 'ord_1',
        confirmedAt: '',
        passedAt: '',
      });
      await passConnectionTest(ports, id, { certificate }, by('one'));
      const items = { settlementBasis: 'receivable_purchase', payeeKind: 'business' };
      await requestContract(ports, id, { method: 'paid', items }, by('one'));
      const path = { merchantId: id, method: 'paid' };
      await moveContract(ports, path, { to: 'examined', reason: '確認した' }, by('one'));
      await moveContract(ports, path, { to: 'active', reason: '確認した' }, by('two'));
      return world.decide(id, 'go_live');
    },
    issueKey: async (merchantId: string, label = '本店') =>
      bodyOf<IssuedKey>(await issueApiKey(ports, merchantId, { environment, label }, by('one'))),
  };
  return world;
}
