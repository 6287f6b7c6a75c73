/**
 * A lint rule: every text for people goes through `l10n.t`, so that it can be translated. It finds sentences and phrases; single
 * words look like identifiers, and the test of the pseudo-language finds those.
 */
export const translatedTexts = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { outside: 'Put this text into l10n.t(): “{{text}}”.' },
  },
  create: (context) => ({
    Literal(node) {
      if (typeof node.value === 'string') check(context, node, node.value);
    },
    TemplateLiteral(node) {
      const { parent } = node;
      if (isTagged(parent, 'html')) checkHtml(context, node);
      else check(context, node, node.quasis.map(({ value }) => value.raw).join('{}'));
    },
  }),
};

/** Two words with a space between them, or a word beside a placeholder. */
const phrase = /(?:\p{L}{2,}|’s|\})[,:;.”)]? +[“(]?(?:\p{L}{2,}|a |I |\{)/u;
/** What looks like a phrase and is read by programs. */
const technical =
  /^(?:[a-z-]+ )*\{\}$|^[A-Z]+ \/|^[a-z_:./{}-]+(?: [a-z_:./{}-]+)*$|^(?:Authorization: )?(?:Bearer|Basic|DPoP|Negotiate) |^"\$\(|\b(?:charset|max-age|Path)=|^\[|^[\w -]+;q=/;

/** Functions whose texts are compared, stored, read by programs, or logged in English. */
const readByPrograms = /^(?:log|warn|trace|startsWith|endsWith|includes|matchMedia|untranslated)$/;

/** Lines of shell commands, and header fields. */
const commandOrHeader = /^ *(?:aws|jq) |^\)" --|^[\w-]+: Bearer |^[a-z]+\/[a-z.+-]+, /;

/** Style sheets, and pictures without text. */
const styleOrPicture = /^\s*:root\{|^<svg /;

function check(context, node, text) {
  if (!/\p{L}{2}/u.test(text) || !phrase.test(text) || technical.test(text)) return;
  if (commandOrHeader.test(text) || styleOrPicture.test(text) || isExempt(node)) return;
  report(context, node, text);
}

/** Letters between tags, or in an attribute that is read out. */
function checkHtml(context, node) {
  const markup = node.quasis
    .map(({ value }) => value.raw)
    .join('\uFFFC')
    .replaceAll(/<!--[^]*?-->/g, '');
  const text = markup.replaceAll(/<[^>]*>/g, '\n').trim();
  const spoken = /\s(?:aria-label|title|placeholder|label|alt)=(?:"[^"]*\p{L}{2}[^"]*"|\p{L}{2})/u.exec(
    markup,
  );
  const found = spoken?.[0] ?? (/\p{L}{2}/u.test(text) ? text : undefined);
  if (found !== undefined) report(context, node, found);
}

function report(context, node, text) {
  context.report({ node, messageId: 'outside', data: { text: text.slice(0, 60) } });
}

function isTagged(node, name) {
  return node.type === 'TaggedTemplateExpression' && node.tag.name === name;
}

/** Whether a text is inside l10n.t(), a log line, a programmer's error, a type, an import or a comparison. */
function isExempt(node) {
  for (
    let child = node, { parent } = node;
    parent !== undefined && parent !== null;
    child = parent, { parent } = parent
  ) {
    switch (parent.type) {
      case 'TaggedTemplateExpression':
        return isTranslation(parent.tag);
      case 'CallExpression':
        if (parent.callee === child) break;
        if (isTranslation(parent.callee) || readByPrograms.test(nameOf(parent.callee))) return true;
        break;
      case 'NewExpression':
        if (nameOf(parent.callee) === 'Error' || nameOf(parent.callee) === 'TypeError') return true;
        break;
      case 'ImportDeclaration':
      case 'ImportExpression':
      case 'TSLiteralType':
        return true;
      case 'Property':
        if (parent.key === child) return true;
        break;
      case 'BinaryExpression':
        if (/^[!=]==$/.test(parent.operator)) return true;
        break;
      case 'ArrowFunctionExpression':
      case 'FunctionDeclaration':
      case 'Program':
        return false;
    }
  }
  return false;
}

function isTranslation(callee) {
  return callee.type === 'MemberExpression' && callee.object.name === 'l10n' && callee.property.name === 't';
}

function nameOf(callee) {
  return callee.type === 'MemberExpression' ? callee.property.name : (callee.name ?? '');
}
