/** A bundle of its own beside the main one: only runs that keep their state in the Actions cache load it, and a start does not read what it will not use. */
export { isFeatureAvailable, restoreCache, saveCache } from '@actions/cache';
