export interface Route {
  /** `GET /orders/{id}` or `$default`. */
  readonly key: string;
  readonly integrationId: string;
  readonly authorizerId?: string;
}

export interface RouteMatch {
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface Compiled {
  readonly route: Route;
  readonly method: string;
  readonly segments: readonly string[];
}

const isGreedy = (segment: string): boolean => segment.endsWith('+}');
const isVariable = (segment: string): boolean => segment.startsWith('{');
/** A literal segment is more specific than a variable, and a variable more than a greedy one. */
const specificity = (segment: string | undefined): number =>
  segment === undefined || isGreedy(segment) ? 0 : isVariable(segment) ? 1 : 2;

/** The most specific route first, so that the first match is API Gateway's choice; a named method comes before ANY. */
function bySpecificity(left: Compiled, right: Compiled): number {
  for (let index = 0; index < Math.max(left.segments.length, right.segments.length); index += 1) {
    const difference = specificity(right.segments[index]) - specificity(left.segments[index]);
    if (difference !== 0) return difference;
  }
  return Number(left.method === 'ANY') - Number(right.method === 'ANY');
}

const segmentsOf = (path: string): string[] => path.split('/').slice(1);

/** Finds the route of a request: the most specific match, then `$default`. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => RouteMatch | undefined {
  const fallback = routes.find((route) => route.key === '$default');
  const compiled = routes
    .filter((route) => route.key !== '$default')
    .map((route): Compiled => {
      const [method = '', path = ''] = route.key.split(' ');
      return { route, method, segments: segmentsOf(path) };
    })
    .sort(bySpecificity);

  return (method, path) => {
    const segments = segmentsOf(path);
    for (const candidate of compiled) {
      if (candidate.method !== method && candidate.method !== 'ANY') continue;
      const pathParameters = matchSegments(candidate.segments, segments);
      if (pathParameters) return { route: candidate.route, pathParameters };
    }
    return fallback && { route: fallback, pathParameters: {} };
  };
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    if (isGreedy(expected)) {
      const rest = segments.slice(index).join('/');
      if (rest === '') return undefined;
      parameters[expected.slice(1, -2)] = decode(rest);
      return parameters;
    }
    const actual = segments[index];
    if (actual === undefined) return undefined;
    if (!isVariable(expected)) {
      if (expected !== actual) return undefined;
    } else {
      if (actual === '') return undefined;
      parameters[expected.slice(1, -1)] = decode(actual);
    }
  }
  return segments.length === pattern.length ? parameters : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a stray percent sign is passed on as it came
  }
}
