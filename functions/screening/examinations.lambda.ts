import * as z from 'zod/mini';
import { actorOf } from '../shared/actor.ts';
import { businessDate, systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { kmsKeys } from '../shared/kms.client.ts';
import { lazy } from '../shared/lazy.ts';
import { sealedOnce } from '../shared/sealed-once.ts';
import { openTable } from '../shared/table.ts';
import { waitingTasks } from '../shared/task.client.ts';
import { openVault } from '../shared/vault.ts';
import { otherLimits } from './company-limits.ts';
import { type DecisionPorts, decideExamination } from './decide-examination.ts';
import * as contracts from './examination.contract.ts';
import { examinationStore } from './examination.store.ts';
import { requestInformation as requestInformationContract } from './information-request.contract.ts';
import { listsInForce } from './lists-in-force.ts';
import { matchSubject } from './match.ts';
import { getExamination, listExaminations, type ReadExaminationPorts } from './read-examinations.ts';
import { type AskPorts, requestInformation } from './request-information.ts';
import { type SearchAgainPorts, searchListsAgain } from './search-again.ts';
import { syntheticList } from './synthetic-list.ts';

const { TRANSACTIONS_TABLE, DATA_KEY_ID } = env({ TRANSACTIONS_TABLE: z.string(), DATA_KEY_ID: z.string() });

const transactions = openTable(TRANSACTIONS_TABLE);
const vault = openVault(kmsKeys({ dataKeyId: DATA_KEY_ID }), systemClock);

const examinations = examinationStore(transactions, sealedOnce(transactions, systemClock, vault));

const index = listsInForce(transactions, lazy(syntheticList));

const ports: DecisionPorts & ReadExaminationPorts & AskPorts & SearchAgainPorts = {
  clock: systemClock,
  vault,
  examinations,
  rescreenings: examinations,
  exposures: { otherLimits: (buyer) => otherLimits(transactions, buyer, businessDate(systemClock)) },
  lists: { match: async (subject) => matchSubject(await index(), subject) },
  tasks: waitingTasks(),
};

export const examinationsHandler = httpFunction(
  route(contracts.listExaminations, ({ query }) => listExaminations(ports, query)),
  route(contracts.getExamination, ({ params }) => getExamination(ports, params.examinationId)),
  route(contracts.decideExamination, ({ params, body, caller, once, requestId }) =>
    decideExamination(ports, params.examinationId, body, { actor: actorOf({ caller, requestId }), once }),
  ),
  route(contracts.searchListsAgain, ({ params, caller, once, requestId }) =>
    searchListsAgain(ports, params.examinationId, { actor: actorOf({ caller, requestId }), once }),
  ),
  route(requestInformationContract, ({ params, body, caller, once, requestId }) =>
    requestInformation(ports, params.examinationId, body, { actor: actorOf({ caller, requestId }), once }),
  ),
);
