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
    if (node.type === 'ObjectExpression') literals.push(objectOf(node as ObjectExpression, 0));
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

function objectOf(node: ObjectExpression, depth: number): Readonly<Record<string, unknown>> {
  const found: [string, unknown][] = [];
  for (const property of node.properties) {
    if (property.type !== 'Property' || property.computed || property.kind !== 'init') continue;
    const { key } = property;
    const name =
      key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : undefined;
    if (name !== undefined) found.push([name, valueOf(property.value, depth + 1)]);
  }
  return Object.fromEntries(found);
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
      return objectOf(node, depth);
    default:
      return undefined;
  }
}
