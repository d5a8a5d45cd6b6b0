import type { HttpApi, HttpMethod, IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/** As API Gateway writes it and as the handler finds its route: `GET /v1/orders/{orderId}`, or `$default`. */
export type RouteKey = `${HttpMethod} /${string}` | '$default';

export interface HttpRoutesProps {
  readonly api: HttpApi;
  readonly authorizer?: IHttpRouteAuthorizer;
  readonly handler: IFunction;
  readonly routes: readonly RouteKey[];
}

/** The routes that one function answers: one integration, and one route each. */
export class HttpRoutes extends Construct {
  constructor(scope: Construct, id: string, props: HttpRoutesProps) {
    super(scope, id);
    const integration = new HttpLambdaIntegration('Integration', props.handler, {
      // One permission for all routes of a function keeps its resource policy small; that of $default has another shape.
      scopePermissionToRoute: props.routes.includes('$default'),
    });
    for (const key of props.routes) {
      new HttpRoute(this, key.replaceAll('/', '|'), {
        httpApi: props.api,
        routeKey: routeKey(key),
        integration,
        ...(props.authorizer ? { authorizer: props.authorizer } : {}),
      });
    }
  }
}

function routeKey(key: RouteKey): HttpRouteKey {
  if (key === '$default') return HttpRouteKey.DEFAULT;
  const [method, path] = key.split(' ') as [HttpMethod, string];
  return HttpRouteKey.with(path, method);
}
