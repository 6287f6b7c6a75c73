/**
 * Imported before undici. Loading undici fills the process-wide dispatcher slots if they are empty, and the editor's fetch
 * would then use the extension's dispatcher. Creating a Headers object loads the editor's copy of undici first.
 */
new Headers();
