import * as z from 'zod/mini';
import { systemClock } from '../shared/clock.ts';
import { env } from '../shared/env.ts';
import { httpFunction, route } from '../shared/http.ts';
import { openTable } from '../shared/table.ts';
import { scenarioStore } from './scenario.store.ts';
import * as contracts from './scenarios.contract.ts';
import { listScenarios, type ScenarioPorts, setScenario } from './scenarios.ts';

const { SANDBOX_TABLE } = env({ SANDBOX_TABLE: z.string() });

const ports: ScenarioPorts = { clock: systemClock, scenarios: scenarioStore(openTable(SANDBOX_TABLE)) };

export const scenariosHandler = httpFunction(
  route(contracts.setScenario, ({ body }) => setScenario(ports, body)),
  route(contracts.listScenarios, () => listScenarios(ports)),
);
