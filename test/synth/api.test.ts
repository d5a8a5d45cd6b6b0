import { describe, expect, test } from 'vitest';
import { pathsOf, resources, templates, text } from './assembly.ts';

interface RouteProperties {
  readonly ApiId: { readonly Ref: string };
  readonly RouteKey: string;
  readonly AuthorizationType?: string;
  readonly AuthorizerId?: { readonly Ref: string };
}

describe.each(['sandbox', 'production'] as const)('the API of %s', (stage) => {
  const routes = () =>
    resources<RouteProperties>(stage, 'AWS::ApiGatewayV2::Route').filter(({ stack }) => stack === 'TegataApi');

  test('asks the authorizer on every route, those that are open to everybody among them', () => {
    const open = routes().filter(
      ({ properties }) => properties.AuthorizationType !== 'CUSTOM' || properties.AuthorizerId === undefined,
    );
    expect(routes().length).toBeGreaterThan(0);
    expect(open.map(({ properties }) => properties.RouteKey)).toEqual([]);
  });

  test('asks the authorizer for every request anew, also for one without a key', () => {
    const [authorizer, ...others] = resources(stage, 'AWS::ApiGatewayV2::Authorizer');
    expect(others).toEqual([]);
    expect(authorizer?.properties).toMatchObject({
      AuthorizerResultTtlInSeconds: 0,
      IdentitySource: [],
      EnableSimpleResponses: true,
      AuthorizerPayloadFormatVersion: '2.0',
    });
  });

  test('limits each key where it is authorized', () => {
    const authorizers = resources<{ Environment?: { Variables: Record<string, string> } }>(
      stage,
      'AWS::Lambda::Function',
    )
      .map(({ properties }) => properties.Environment?.Variables ?? {})
      .filter(({ REQUESTS_PER_SECOND }) => REQUESTS_PER_SECOND !== undefined);
    expect(authorizers).toHaveLength(1);
    expect(Number(authorizers[0]?.REQUESTS_AT_ONCE)).toBeGreaterThanOrEqual(
      Number(authorizers[0]?.REQUESTS_PER_SECOND),
    );
  });

  test('is throttled, and every request leaves a line in the access log, without its query', () => {
    const stages = resources<{
      AccessLogSettings?: { Format: string };
      DefaultRouteSettings?: { ThrottlingRateLimit?: number; ThrottlingBurstLimit?: number };
    }>(stage, 'AWS::ApiGatewayV2::Stage');
    const wrong = stages.filter(
      ({ properties: { AccessLogSettings: log, DefaultRouteSettings: limits } }) =>
        !log?.Format.includes('$context.requestId') ||
        log.Format.includes('querystring') ||
        !limits?.ThrottlingRateLimit ||
        !limits.ThrottlingBurstLimit,
    );
    expect(stages.length).toBe(stage === 'sandbox' ? 2 : 1);
    expect(pathsOf(wrong)).toEqual([]);
  });
});

test('only the emulators of other people’s systems are open, and only in the sandbox', () => {
  const open = (stage: 'sandbox' | 'production') =>
    resources<RouteProperties>(stage, 'AWS::ApiGatewayV2::Route').filter(({ properties }) => !properties.AuthorizerId);
  expect(open('production')).toEqual([]);
  expect(open('sandbox').map(({ stack }) => stack)).toEqual(open('sandbox').map(() => 'TegataSandbox'));
});

describe('production', () => {
  test('has nothing of the sandbox: no stack, function, route, table or key', () => {
    const everything = resources('production');
    expect(everything.filter(({ path, properties }) => /sandbox/i.test(`${path} ${text(properties)}`))).toEqual([]);
    expect(everything.filter(({ properties }) => /\/v1\/test|sk_test/.test(text(properties)))).toEqual([]);
  });

  test('asks for the bureau’s address when it is deployed, and the sandbox has its own', () => {
    const parameters = (stage: 'sandbox' | 'production') =>
      Object.keys(templates(stage).get('TegataPayments')?.Parameters ?? {});
    expect(parameters('production')).toContain('BureauUrl');
    expect(parameters('sandbox')).not.toContain('BureauUrl');
  });
});
