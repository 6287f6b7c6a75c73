import * as l10n from '@vscode/l10n';
import { ThemeIcon, window } from 'vscode';

export interface Question<T> {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  /** Copies the text. With it, the box has a button to copy. */
  readonly copy?: (text: string) => Promise<void>;
  /** Reads the text: the answer, or an input error, or undefined to show neither. */
  readonly read: (text: string) => { readonly answer: T } | { readonly inputError: string } | undefined;
}

/** Asks for one line of text until it is valid. The box stays open when the user switches to another window. */
export async function askInput<T>(question: Question<T>): Promise<T | undefined> {
  const input = window.createInputBox();
  input.title = question.title;
  input.prompt = question.prompt;
  input.placeholder = question.placeholder;
  input.value = question.value ?? '';
  input.ignoreFocusOut = true;
  if (question.copy) input.buttons = [{ iconPath: new ThemeIcon('copy'), tooltip: l10n.t('Copy') }];
  const inputError = (): string | undefined => {
    const read = question.read(input.value);
    return read && 'inputError' in read ? read.inputError : undefined;
  };
  try {
    return await new Promise<T | undefined>((resolve, reject) => {
      input.onDidChangeValue(() => {
        input.validationMessage = inputError();
      });
      input.onDidAccept(() => {
        const read = question.read(input.value);
        if (read && 'answer' in read) resolve(read.answer);
        else input.validationMessage = read?.inputError;
      });
      input.onDidTriggerButton(() => {
        question.copy?.(input.value.trim()).catch(reject);
      });
      input.onDidHide(() => {
        resolve(undefined);
      });
      input.show();
    });
  } finally {
    input.dispose();
  }
}
