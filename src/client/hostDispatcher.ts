/**
 * Imported before undici. Loading undici fills the process-wide dispatcher slots when nobody has; the editor's own fetch
 * would then use ours. Making a Headers object loads the host's copy first, so that the slots are taken by their owner.
 */
new Headers();
