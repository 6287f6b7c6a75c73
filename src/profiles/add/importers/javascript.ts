import { parse, type Expression, type Node, type ObjectExpression, type Options } from 'acorn';

const options: Options = { ecmaVersion: 'latest', allowReturnOutsideFunction: true, allowHashBang: true };

/** Deeper values are left out. */
const deepest = 12;

/**
 * The object literals of a JavaScript file, outermost first. The file is parsed, never run, and values that are not
 * literals are left out.
 * @throws SyntaxError when it is not JavaScript
 */
export function objectLiterals(source: string): readonly unknown[] {
  const literals: unknown[] = [];
  const waiting: Node[] = [program(source)];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'ObjectExpression') literals.push(valueOf(node as ObjectExpression, 0));
    else waiting.push(...children(node));
  }
  return literals.reverse();
}

function program(source: string): Node {
  try {
    return parse(source, { ...options, sourceType: 'module' });
  } catch (error) {
    // Some older files are scripts, not modules.
    if (error instanceof SyntaxError) return parse(source, { ...options, sourceType: 'script' });
    throw error;
  }
}

function children(node: Node): readonly Node[] {
  return Object.values(node).flatMap((value: unknown) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function valueOf(node: Expression, depth: number): unknown {
  if (depth > deepest) return undefined;
  switch (node.type) {
    case 'Literal':
      return node.value ?? undefined;
    case 'TemplateLiteral':
      return node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? undefined) : undefined;
    case 'ArrayExpression':
      return node.elements.map((element) =>
        element === null || element.type === 'SpreadElement' ? undefined : valueOf(element, depth + 1),
      );
    case 'ObjectExpression':
      return Object.fromEntries(node.properties.flatMap((property) => memberOf(property, depth + 1)));
    default:
      return undefined;
  }
}

/** The name and the value of a property; none for a computed name, a getter or a spread. */
function memberOf(
  property: ObjectExpression['properties'][number],
  depth: number,
): readonly [string, unknown][] {
  if (property.type !== 'Property' || property.computed || property.kind !== 'init') return [];
  const { key } = property;
  if (key.type === 'Identifier') return [[key.name, valueOf(property.value, depth)]];
  return key.type === 'Literal' ? [[String(key.value), valueOf(property.value, depth)]] : [];
}
