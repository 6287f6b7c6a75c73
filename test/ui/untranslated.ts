import type { Locator } from 'playwright-core';

/** What is the same in every language: names of products, and of the tests' own profiles, user and API. */
const names =
  /\b(?:Token Inspector for Amazon Cognito|Amazon|AWS|API|Cognito|USERINFO|IAM|JSON|JWT|MCP|PowerShell|cmd|fish|bash|zsh|curl|Authorization: Bearer|export|set -gx|set|URL|ARN|OAuth|OpenID|PEM|HTTP|GET|POST|dev|orders|Jane Doe)\b/g;

/** An address, an id, a claim, a field or a variable: something with a character that no word has inside. */
const values = /\S*[\w"][._:/@=+\d-][\w"]\S*|\S*\d\S*|\b[a-z]+[A-Z]\w*|\$\w+/g;

/** What the editor adds in English, because no language pack is installed. */
const ofEditor =
  /^(?:Welcome|Cancel|Progress|Source: .*|Notification Actions|Quick Tree|Toggle all checkboxes|\d+ Results|More Actions\.\.\.|Click to execute command .*|Inspect the response .*|Clear Notification .*|Type the name of a command to run\.)$|^(?:Info|Warning|Error): |, source: .*$| \(Press 'Enter' .*$|^Actions for /g;

/**
 * The texts in a part of the window that the pseudo-language should have changed: those with an English word.
 * Values of tokens and servers are left out, which the views mark with `bdi`, and times.
 * @param document an element of the page or of a webview
 * @param selector of the part
 */
export async function untranslated(document: Locator, selector: string): Promise<readonly string[]> {
  const script = `(${collect})(document.querySelector(${JSON.stringify(selector)}))`;
  const { texts, data }: Collected = await document.evaluate(script);
  const isEnglish = (text: string): boolean => {
    const withoutNames = text.replaceAll(ofEditor, ' ').replaceAll(names, ' ');
    const rest = data.reduce((left, value) => left.replaceAll(value, ' '), withoutNames);
    return /[a-z]{3}/i.test(rest.replaceAll(values, ' '));
  };
  return [...new Set(texts.filter(isEnglish))];
}

interface Collected {
  readonly texts: readonly string[];
  /** Longest first. */
  readonly data: readonly string[];
}

/** The visible texts of an element, what a screen reader says for it, and the data in it. It runs in the page. */
const collect = `(root) => {
  const texts = [];
  const noText = 'bdi, time, code, pre, style, script, .monaco-keybinding, [aria-hidden="true"]';
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = root; node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.parentElement.closest(noText) === null && node.parentElement.checkVisibility()) texts.push(node.data.trim());
    } else if (node.closest(noText) === null && node.checkVisibility()) {
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) texts.push(node.getAttribute(name) ?? '');
    }
  }
  const data = [...root.querySelectorAll('bdi')].map((element) => element.textContent.trim());
  return {
    texts: texts.filter((text) => text !== ''),
    data: data.filter((text) => text !== '').sort((one, other) => other.length - one.length),
  };
}`;
