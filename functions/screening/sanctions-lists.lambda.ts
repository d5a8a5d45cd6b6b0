import * as z from 'zod/mini';
import { actorOf } from '../shared/actor.ts';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { openTable } from '../shared/table.ts';
import { workflow } from '../shared/workflow.client.ts';
import { decideList, type ListPorts, listLists, proposeList } from './list-version.ts';
import * as contracts from './sanctions-list.contract.ts';
import { sanctionsListStore } from './sanctions-lists.store.ts';

const { TRANSACTIONS_TABLE, RESCREENING_MACHINE_ARN } = env({
  TRANSACTIONS_TABLE: z.string(),
  RESCREENING_MACHINE_ARN: z.string(),
});

const rescreening = workflow<object>(RESCREENING_MACHINE_ARN);

const ports: ListPorts = {
  clock: systemClock,
  lists: sanctionsListStore(openTable(TRANSACTIONS_TABLE), systemClock),
  rescreening: { start: (name) => rescreening.start(name, {}) },
};

export const sanctionsListsHandler = httpFunction(
  route(contracts.listSanctionsLists, ({ query }) => listLists(ports, query)),
  route(contracts.proposeSanctionsList, (request) =>
    proposeList(ports, request.body, { actor: actorOf(request), once: request.once }),
  ),
  route(contracts.decideSanctionsList, (request) =>
    decideList(ports, request.params.versionId, request.body, { actor: actorOf(request), once: request.once }),
  ),
);
