import type { Route } from './routes.ts';

export interface CorsConfiguration {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds?: number;
  readonly allowCredentials: boolean;
}

/** A Lambda authorizer of an HTTP API. */
export interface Authorizer {
  readonly functionArn: string;
  /** Selection expressions such as `$request.header.Authorization`. */
  readonly identitySources: readonly string[];
  readonly ttlSeconds: number;
  readonly simpleResponses: boolean;
}

export interface Integration {
  readonly functionArn: string;
  readonly timeoutMs: number;
}

/** One AWS::ApiGatewayV2::Api with everything that belongs to it; it grows while the stack is deployed. */
export interface HttpApi {
  readonly id: string;
  readonly name: string;
  /** Where it can be reached, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  readonly region: string;
  readonly account: string;
  readonly cors?: CorsConfiguration;
  readonly routes: Route[];
  readonly integrations: Map<string, Integration>;
  readonly authorizers: Map<string, Authorizer>;
  /** Stage variables by stage name. */
  readonly stages: Map<string, Record<string, string>>;
}
