import { arnOf, type Provision, physicalName, type Resource } from '../assembly/resource.ts';
import type { CorsConfiguration, HttpApi } from './http-api.ts';

type Properties = Record<string, unknown>;

export interface ApiRegistry {
  readonly apis: Map<string, HttpApi>;
  /** Reserves the port of an API, named by stack and logical id. */
  reservePort(path: string): Promise<number>;
  /** Told of every function that will answer requests, as soon as it exists. */
  onAuthorizer(functionArn: string): void;
}

/** The number and not a name: it is where the server listens, and `localhost` may first be looked for at ::1. */
export const urlOf = (port: number): string => `http://127.0.0.1:${port}`;

const apiOf = ({ apis }: ApiRegistry, { properties }: Resource): HttpApi => {
  const api = apis.get(String(properties.ApiId));
  if (!api) throw new Error(`there is no HTTP API ${properties.ApiId}`);
  return api;
};

/** The Lambda's ARN in an integration or authorizer URI, which may be the plain ARN or API Gateway's longer form. */
const functionArnIn = (uri: unknown): string => /arn:[^:]+:lambda:[^/]+/.exec(String(uri))?.[0] ?? String(uri);

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

function corsOf(given: Properties | undefined): { cors?: CorsConfiguration } {
  if (!given) return {};
  const cors: CorsConfiguration = {
    allowOrigins: strings(given.AllowOrigins),
    allowMethods: strings(given.AllowMethods),
    allowHeaders: strings(given.AllowHeaders),
    exposeHeaders: strings(given.ExposeHeaders),
    allowCredentials: given.AllowCredentials === true,
    ...(given.MaxAge !== undefined && { maxAgeSeconds: Number(given.MaxAge) }),
  };
  return { cors };
}

const apiProvision =
  (registry: ApiRegistry): Provision =>
  async (resource) => {
    const { properties, region, account, stackName, logicalId } = resource;
    if (properties.ProtocolType !== 'HTTP') throw new Error('only HTTP APIs are served, no WebSocket APIs');
    const id = physicalName({ stackName, logicalId }, 40, true);
    const port = await registry.reservePort(`${stackName}/${logicalId}`);
    const url = urlOf(port);
    const cors = corsOf(properties.CorsConfiguration as Properties | undefined);
    const empty = { routes: [], integrations: new Map(), authorizers: new Map(), stages: new Map() };
    registry.apis.set(id, { id, name: String(properties.Name ?? id), url, port, region, account, ...cors, ...empty });
    return { ref: id, attributes: { ApiId: id, ApiEndpoint: url } };
  };

const stageProvision =
  (registry: ApiRegistry): Provision =>
  (resource) => {
    const name = String(resource.properties.StageName);
    apiOf(registry, resource).stages.set(name, (resource.properties.StageVariables ?? {}) as Record<string, string>);
    return { ref: name };
  };

const integrationProvision =
  (registry: ApiRegistry): Provision =>
  (resource) => {
    const { IntegrationType, PayloadFormatVersion, IntegrationUri, TimeoutInMillis = 30_000 } = resource.properties;
    if (IntegrationType !== 'AWS_PROXY') throw new Error(`only Lambda integrations are served, not ${IntegrationType}`);
    if (PayloadFormatVersion !== '2.0') throw new Error('only payload format 2.0 is served');
    const id = resource.logicalId;
    const timeoutMs = Math.min(Number(TimeoutInMillis), 30_000);
    const functionArn = functionArnIn(IntegrationUri);
    apiOf(registry, resource).integrations.set(id, { functionArn, timeoutMs });
    return { ref: id };
  };

const authorizerProvision =
  (registry: ApiRegistry): Provision =>
  (resource) => {
    const { AuthorizerType, AuthorizerUri, IdentitySource, EnableSimpleResponses, ...rest } = resource.properties;
    if (AuthorizerType !== 'REQUEST')
      throw new Error(`only Lambda (REQUEST) authorizers are served, not ${AuthorizerType}`);
    if (rest.AuthorizerPayloadFormatVersion !== '2.0') throw new Error('only authorizer payload format 2.0 is served');
    const id = resource.logicalId;
    const functionArn = functionArnIn(AuthorizerUri);
    registry.onAuthorizer(functionArn);
    apiOf(registry, resource).authorizers.set(id, {
      functionArn,
      identitySources: strings(IdentitySource),
      ttlSeconds: Number(rest.AuthorizerResultTtlInSeconds ?? 0),
      simpleResponses: EnableSimpleResponses === true,
    });
    return { ref: id, attributes: { AuthorizerId: id } };
  };

const routeProvision =
  (registry: ApiRegistry): Provision =>
  (resource) => {
    const { RouteKey, Target, AuthorizationType = 'NONE', AuthorizerId } = resource.properties;
    const isAuthorized = AuthorizationType === 'CUSTOM';
    if (!isAuthorized && AuthorizationType !== 'NONE')
      throw new Error(`authorization ${AuthorizationType} is not served`);
    apiOf(registry, resource).routes.push({
      key: String(RouteKey),
      integrationId: String(Target).replace(/^integrations\//, ''),
      ...(isAuthorized && { authorizerId: String(AuthorizerId) }),
    });
    return {
      ref: resource.logicalId,
      attributes: { Arn: arnOf(resource, 'apigateway', `/apis/route/${resource.logicalId}`) },
    };
  };

/** AWS::ApiGatewayV2::Api, ::Stage, ::Route, ::Integration and ::Authorizer. */
export const gatewayProvisions = (registry: ApiRegistry): [string, Provision][] => [
  ['AWS::ApiGatewayV2::Api', apiProvision(registry)],
  ['AWS::ApiGatewayV2::Stage', stageProvision(registry)],
  ['AWS::ApiGatewayV2::Integration', integrationProvision(registry)],
  ['AWS::ApiGatewayV2::Authorizer', authorizerProvision(registry)],
  ['AWS::ApiGatewayV2::Route', routeProvision(registry)],
];
