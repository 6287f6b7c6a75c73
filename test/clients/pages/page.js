// What the pages share: a button for each step, and the last result or error as JSON.

export function show(result) {
  const output = document.querySelector('output');
  output.textContent = JSON.stringify(result ?? 'signed out');
}

/** Adds a button. @param run its result is shown */
export function onClick(title, run) {
  const button = document.createElement('button');
  button.textContent = title;
  button.addEventListener('click', () => {
    show('…');
    Promise.resolve(run()).then(show, (error) => show({ error: String(error) }));
  });
  document.querySelector('nav').append(button);
}
