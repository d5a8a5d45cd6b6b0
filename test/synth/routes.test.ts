import { expect, test } from 'vitest';
import { contracts } from '../../functions/api/contracts.ts';
import { resources } from './assembly.ts';

test('the API has the routes of its contracts, and no other but the one that finds nothing', () => {
  const routes = resources<{ RouteKey: string }>('sandbox', 'AWS::ApiGatewayV2::Route')
    .filter(({ stack }) => stack === 'TegataApi')
    .map(({ properties }) => properties.RouteKey);
  const promised = contracts.map(({ method, path }) => `${method} ${path}`);
  expect(routes.sort()).toEqual([...promised, '$default'].sort());
});
